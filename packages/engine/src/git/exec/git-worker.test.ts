import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runInWorker } from './git-worker.ts'
import type { GitRequest } from './run-git.ts'

const request = (args: readonly string[], home = '/'): GitRequest => ({
  cwd: '/',
  args,
  config: [],
  env: { PATH: process.env.PATH ?? '', HOME: home },
  input: '',
  silenceMs: 60_000,
})

/** A git command `git die`, which kills its parent process: the worker. */
const KILL_WORKER = `[alias] die = "!kill -9 $(ps -o ppid= -p $PPID)"`

test('when a worker dies, the pending calls fail and the next call starts a new worker', async () => {
  const home = mkdtempSync(join(tmpdir(), 'coppice-worker-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  writeFileSync(join(home, '.gitconfig'), KILL_WORKER)
  await expect(runInWorker(request(['die'], home))).rejects.toThrow('The process that runs git ended (SIGKILL)')
  expect((await runInWorker(request(['--version']))).stdout.toString()).toMatch(/^git version/)
})

test('each of many calls at once gets its own result, with the exact bytes', async () => {
  const words = Array.from({ length: 20 }, (_, i) => `word\u0000${i}ü`)
  const answers = await Promise.all(
    words.map((input) => runInWorker({ ...request(['hash-object', '--stdin']), input })),
  )
  expect(new Set(answers.map(({ stdout }) => stdout.toString())).size).toBe(20)
})
