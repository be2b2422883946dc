import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import guardAgainstLeftovers from './leftovers.ts'

test('C1: a process that a test leaves behind makes the run fail, and is ended', async () => {
  const before = process.env.TMPDIR
  const tearDown = guardAgainstLeftovers()
  const left = mkdtempSync(join(tmpdir(), 'left-'))
  const child = spawn('sleep', ['60'], { cwd: left, detached: true })
  process.env.TMPDIR = before

  await expect(tearDown()).rejects.toThrow(`${child.pid} sleep 60 (in ${left})`)
  await expect.poll(() => child.signalCode).toBe('SIGKILL')
})

test('a run that leaves no process behind does not fail', async () => {
  const before = process.env.TMPDIR
  const tearDown = guardAgainstLeftovers()
  process.env.TMPDIR = before

  await expect(tearDown()).resolves.toBeUndefined()
})
