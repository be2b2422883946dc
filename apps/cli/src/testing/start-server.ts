import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { startCli } from './run-cli.ts'

export const TOKEN = 'token-of-the-tests-of-the-cli'

/** Starts `coppice serve` on a free port, without the sample and the console. The server stops when the test ends. */
export async function startServer(home: string, env: NodeJS.ProcessEnv = {}) {
  const server = startCli(['serve', '--port', '0', '--no-sample', '--no-console'], {
    cwd: home,
    env: { COPPICE_HOME: home, COPPICE_ADMIN_TOKEN: TOKEN, ...env },
  })
  onTestFinished(async () => {
    if (server.child.exitCode === null && server.child.signalCode === null) server.child.kill('SIGKILL')
    await server.ended
  })
  while (!server.result.stdout.includes('Ctrl-C')) {
    const ended = once(server.child, 'exit').then(() => true)
    const output = once(server.child.stdout, 'data').then(() => false)
    if (await Promise.race([ended, output])) throw new Error(`serve ended: ${server.result.stderr}`)
  }
  const url = /http:\/\/\S+:\d+/.exec(server.result.stdout)?.[0] ?? ''
  return { ...server, url }
}
