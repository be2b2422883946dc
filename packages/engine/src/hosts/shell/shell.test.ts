import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../ports/clock.ts'
import type { ShellRequest } from '../../ports/shell.ts'
import { fixture } from '../fixtures/fixture.ts'
import { isRunning, until } from '../fixtures/world.ts'
import { createRedactor } from '../text/redact.ts'
import { createShell } from './shell.ts'

const shell = createShell({ clock: systemClock, redact: createRedactor(['correct horse']), graceMs: 2000 })
const request = (command: string, more: Partial<ShellRequest> = {}): ShellRequest => ({
  command,
  cwd: tmpdir(),
  env: { PATH: process.env.PATH ?? '' },
  timeoutMs: 60_000,
  ...more,
})

it('returns the exit code and the lines of both streams in their order', async () => {
  const result = await shell.run(request('echo one; echo two >&2; echo three > /dev/stderr; echo four; exit 3'))
  expect(result).toMatchObject({ how: 'exited', exitCode: 3, output: 'one\ntwo\nthree\nfour\n' })
})

it('A2: redacts secrets in the output', async () => {
  expect((await shell.run(request('echo correct horse battery'))).output).toBe('[redacted] battery\n')
})

it('R4: keeps the end of long output', async () => {
  const { output } = await shell.run(request(`${fixture('floods-stdout')} 200000`))
  expect(Buffer.byteLength(output)).toBeLessThanOrEqual(64 * 1024)
  expect(output).toMatch(/flood 199999\nflood 200000\n$/)
})

it('S6: ends a command at its time limit, and the processes that it started', async () => {
  const result = await shell.run(request('setsid sleep 300 & echo $!; exec sleep 300', { timeoutMs: 2000 }))
  expect(result).toMatchObject({ how: 'timed-out', exitCode: 143 })
  expect(isRunning(Number(result.output))).toBe(false)
})

it('S6: ends a command that ignores SIGTERM with SIGKILL', async () => {
  const result = await shell.run(request(`exec ${fixture('ignores-sigterm')}`, { timeoutMs: 2000 }))
  expect(result).toMatchObject({ how: 'timed-out', exitCode: 137 })
})

it('ends a command on abort, also if the signal was aborted before the start', async () => {
  const abort = new AbortController()
  const running = shell.run(request('exec sleep 300', { signal: abort.signal }))
  abort.abort()
  expect(await running).toMatchObject({ how: 'aborted' })
  expect(await shell.run(request('exec sleep 300', { signal: abort.signal }))).toMatchObject({
    how: 'aborted',
    exitCode: null,
  })
})

it('resolves only when the processes that the command left running have ended', async () => {
  const result = await shell.run(request('sleep 300 & echo $!; setsid sleep 300 & echo $!'))
  expect(result).toMatchObject({ how: 'exited', exitCode: 0 })
  const pids = result.output.trim().split('\n').map(Number)
  expect(pids).toHaveLength(2)
  expect(pids.filter(isRunning)).toEqual([])
})

it('rejects when the folder does not exist', async () => {
  await expect(shell.run(request('true', { cwd: '/absent/folder' }))).rejects.toThrow(/ENOENT/)
})

it('R1: the command dies with the server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-shell-'))
  const pidFile = join(folder, 'pid')
  const server = spawn(process.execPath, [fixture('shell-server.ts'), folder, `echo $$ > ${pidFile}; exec sleep 300`])
  const pid = () => Number(readFileSync(pidFile, { encoding: 'utf8', flag: 'a+' }))
  await until(() => pid() > 0)
  expect(isRunning(pid())).toBe(true)
  server.kill('SIGKILL')
  await until(() => !isRunning(pid()), 'the end of the command')
  rmSync(folder, { recursive: true })
})
