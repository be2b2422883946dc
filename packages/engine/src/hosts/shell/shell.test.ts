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

it('answers the exit code and both streams in the order in which they came', async () => {
  const result = await shell.run(request('echo one; echo two >&2; echo three > /dev/stderr; echo four; exit 3'))
  expect(result).toMatchObject({ how: 'exited', exitCode: 3, output: 'one\ntwo\nthree\nfour\n' })
})

it('A2: takes secrets out of the output', async () => {
  expect((await shell.run(request('echo correct horse battery'))).output).toBe('[redacted] battery\n')
})

it('R4: keeps the end of long output', async () => {
  const { output } = await shell.run(request(`${fixture('floods-stdout')} 200000`))
  expect(Buffer.byteLength(output)).toBeLessThanOrEqual(64 * 1024)
  expect(output).toMatch(/flood 199999\nflood 200000\n$/)
})

it('S6: ends what takes too long, and all that it started', async () => {
  const result = await shell.run(request('setsid sleep 300 & echo $!; exec sleep 300', { timeoutMs: 2000 }))
  expect(result).toMatchObject({ how: 'timed-out', exitCode: 143 })
  expect(isRunning(Number(result.output))).toBe(false)
})

it('S6: ends with SIGKILL what takes no notice of SIGTERM', async () => {
  const result = await shell.run(request(`exec ${fixture('ignores-sigterm')}`, { timeoutMs: 2000 }))
  expect(result).toMatchObject({ how: 'timed-out', exitCode: 137 })
})

it('ends on abort, also on one that came before', async () => {
  const abort = new AbortController()
  const running = shell.run(request('exec sleep 300', { signal: abort.signal }))
  abort.abort()
  expect(await running).toMatchObject({ how: 'aborted' })
  expect(await shell.run(request('exec sleep 300', { signal: abort.signal }))).toMatchObject({
    how: 'aborted',
    exitCode: null,
  })
})

it('resolves only when what the command left running has ended', async () => {
  const result = await shell.run(request('sleep 300 & echo $!; setsid sleep 300 & echo $!'))
  expect(result).toMatchObject({ how: 'exited', exitCode: 0 })
  const pids = result.output.trim().split('\n').map(Number)
  expect(pids).toHaveLength(2)
  expect(pids.filter(isRunning)).toEqual([])
})

it('rejects where the folder does not exist', async () => {
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
