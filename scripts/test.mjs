/** `npm test` runs the whole gate, also from a fresh clone. It runs on any Node from version 20 on. */
import { delimiter, dirname } from 'node:path'
import { runCommand } from './bootstrap/command.mjs'
import { NODE_FLAGS } from './bootstrap/steps.mjs'
import { supervise } from './bootstrap/supervise.mjs'
import { prepare } from './bootstrap.mjs'

await runCommand(prepare, ({ root, node, env }) =>
  supervise(node, [...NODE_FLAGS, 'scripts/gate.ts', ...process.argv.slice(2)], {
    cwd: root,
    env: { ...env, PATH: `${dirname(node)}${delimiter}${env.PATH ?? ''}` },
  }),
)
