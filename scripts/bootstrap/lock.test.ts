import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { acquireLock } from './lock.mjs'

const never = new AbortController().signal

function lockFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Starts a process that keeps the lock for `ms` and writes when it had the lock. */
function holder(folder: string, ms: number): ChildProcess {
  const script = `
    import { appendFileSync } from 'node:fs'
    import { acquireLock } from ${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)}
    const release = await acquireLock('lock', { signal: new AbortController().signal, onWait: () => {} })
    appendFileSync('journal', 'in\\n')
    await new Promise((resolve) => setTimeout(resolve, ${ms}))
    appendFileSync('journal', 'out\\n')
    release()`
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder, stdio: 'inherit' })
}

test('if several processes start at the same time, one has the lock at a time', async () => {
  const folder = lockFolder()
  await Promise.all(Array.from({ length: 6 }, () => once(holder(folder, 60), 'exit')))
  expect(readFileSync(join(folder, 'journal'), 'utf8')).toBe('in\nout\n'.repeat(6))
  expect(readdirSync(folder)).toEqual(['journal'])
})

test('the lock of a killed process is taken by one of the waiting processes', async () => {
  const folder = lockFolder()
  const dead = holder(folder, 60_000)
  // The file exists before its first line is written.
  const journal = join(folder, 'journal')
  await expect.poll(() => existsSync(journal) && readFileSync(journal, 'utf8'), { timeout: 480_000 }).toBe('in\n')
  dead.kill('SIGKILL')
  await once(dead, 'exit')

  await Promise.all(Array.from({ length: 6 }, () => once(holder(folder, 60), 'exit')))
  expect(readFileSync(join(folder, 'journal'), 'utf8')).toBe(`in\n${'in\nout\n'.repeat(6)}`)
  expect(readdirSync(folder)).toEqual(['journal'])
})

test('the lock of a dead process is taken even if another process now has the same pid', async () => {
  const folder = lockFolder()
  writeFileSync(join(folder, 'lock'), `${process.pid} 1`)
  const release = await acquireLock(join(folder, 'lock'), { signal: never, onWait: () => {} })
  release()
  expect(readdirSync(folder)).toEqual([])
})

test('a waiting process gets the pid of the process with the lock, and can stop waiting', async () => {
  const folder = lockFolder()
  const release = await acquireLock(join(folder, 'lock'), { signal: never, onWait: () => {} })
  const giveUp = new AbortController()
  const waitedFor: number[] = []
  const second = acquireLock(join(folder, 'lock'), {
    signal: giveUp.signal,
    onWait: (pid) => {
      waitedFor.push(pid)
      giveUp.abort(new Error('enough'))
    },
  })
  await expect(second).rejects.toThrow('enough')
  expect(waitedFor).toEqual([process.pid])
  release()
})
