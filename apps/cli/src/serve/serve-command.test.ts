import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { readServer } from '@coppice/persistence'
import { preparedHome } from '@coppice/persistence/testing'
import { tempFolder, until } from '@coppice/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { BIN, runCli } from '../testing/run-cli.ts'
import { startServer } from '../testing/start-server.ts'

const SERVE = ['serve', '--no-sample', '--no-console']

/** Starts a server that refuses to start. Expects exit code 1, nothing on stdout and one line on stderr. @returns the line. */
async function refusal(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli([...SERVE, ...args], { cwd: tempFolder(), env })
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr.trim().split('\n')).toHaveLength(1)
  return stderr
}

test('when the server prints its address, it accepts work; SIGTERM ends it with exit code 0', async () => {
  const { child, ended, url } = await startServer(tempFolder())
  expect((await fetch(`${url}/ready`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ exitCode: 0 })
  await expect(fetch(`${url}/ready`)).rejects.toThrow()
})

test('only the first start prints an admin token', async () => {
  const home = tempFolder()
  const starts: string[] = []
  for (const _ of [1, 2]) {
    const { child, ended, result } = await startServer(home, { COPPICE_ADMIN_TOKEN: '' })
    starts.push(result.stdout)
    child.kill('SIGINT')
    await ended
  }
  expect(starts[0]).toMatch(/Sign in: http:\S+#code=\S+\n.*Admin token \(shown only this once\): \S+/)
  expect(starts[1]).toMatch(/Sign in: http:\S+#code=\S+\n/)
  expect(starts[1]).not.toContain('Admin token')
})

test('if another program uses the port, the start is refused in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await expect.poll(() => other.address()).not.toBeNull()
  const { port } = other.address() as AddressInfo
  expect(await refusal(['--port', String(port)], { COPPICE_HOME: tempFolder() })).toMatch(
    `Another program uses port ${port}`,
  )
})

test('if another server uses the data folder, the start is refused, the folder is not changed, and the message names the server', async () => {
  const home = tempFolder()
  const { url } = await startServer(home)
  expect(await refusal(['--port', '0'], { COPPICE_HOME: home })).toMatch(`in use by the Coppice server at ${url}`)
  expect((await fetch(`${url}/ready`)).status).toBe(200)
})

test('for a damaged database, one line says what to do, and the log contains the original error', async () => {
  const home = await preparedHome(tempFolder())
  rmSync(join(home, 'database', 'global', 'pg_control'))
  expect(await refusal(['--port', '0'], { COPPICE_HOME: home })).toMatch(/database is damaged .*Restore a copy .*mv /)
  expect(readFileSync(join(home, 'logs', 'coppice.log'), 'utf8')).toContain('RuntimeError')
})

test.each([
  [['--port', 'http'], {}, "--port is 'http'"],
  [[], { PORT: '70000' }, "PORT is '70000'"],
  [[], { COPPICE_SAMPLE: 'maybe' }, "COPPICE_SAMPLE is 'maybe'"],
  [[], { DATABASE_URL: 'mysql://localhost/x' }, 'DATABASE_URL'],
  [[], { COPPICE_ADMIN_TOKEN: 'a' }, 'COPPICE_ADMIN_TOKEN is too easy to guess'],
  [['--host', '203.0.113.7', '--port', '0'], {}, 'This machine does not have the address 203.0.113.7'],
  [[], { COPPICE_HOME: '/proc/coppice' }, 'The data folder /proc/coppice'],
])('%j %j is refused in one line', async (args, env, words) => {
  expect(await refusal(args, { COPPICE_HOME: tempFolder(), ...env })).toContain(words)
})

test('when its launcher is killed, the server ends', async () => {
  const home = tempFolder('home')
  const supervise = new URL('../../../../scripts/bootstrap/supervise.mjs', import.meta.url).href
  const args = ['--disable-warning=ExperimentalWarning', BIN, ...SERVE, '--port', '0']
  const launch = `(await import('${supervise}')).supervise(process.execPath, ${JSON.stringify(args)}, { cwd: '/', env: process.env })`
  const launcher = spawn(process.execPath, ['--input-type=module', '--eval', launch], {
    env: { ...process.env, COPPICE_HOME: home },
    stdio: 'ignore',
  })
  const server = await until('the server', () => readServer(home))
  launcher.kill('SIGKILL')
  await until('the end of the server', () => !isAlive(server.pid))
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
