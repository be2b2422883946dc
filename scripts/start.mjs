/** `npm start` starts the server, also from a fresh clone. It runs on any Node from version 20 on. */
import { runCommand } from './bootstrap/command.mjs'
import { SERVER_FLAGS } from './bootstrap/steps.mjs'
import { supervise } from './bootstrap/supervise.mjs'
import { prepare } from './bootstrap.mjs'

await runCommand(prepare, ({ root, node, env }) =>
  supervise(node, [...SERVER_FLAGS, 'apps/cli/src/bin.ts', 'serve', ...process.argv.slice(2)], { cwd: root, env }),
)
