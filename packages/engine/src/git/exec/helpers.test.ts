import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { type ScratchRepository, scratchRepository } from '../fixtures/scratch-repository.ts'
import { GitExec } from './git-exec.ts'
import { GitWithoutResult } from './git-failure.ts'
import { plumbingIn } from './git-place.ts'
import { ProgramGuard } from './program-guard.ts'

const LOOK_UP = ['cat-file', '--batch-check=%(objectname)']
const isLine = (printed: string) => printed.endsWith('\n')

/** A git on the path that notes its process id when it starts, and that it has ended. */
function noted(scratch: ScratchRepository) {
  const notes = join(scratch.folder, 'notes')
  const bin = join(scratch.folder, 'bin')
  mkdirSync(bin)
  const script = `#!/bin/sh\necho "started $$" >>'${notes}'\nPATH='${scratch.env.PATH}' git "$@"\ncode=$?\necho ended >>'${notes}'\nexit $code\n`
  writeFileSync(join(bin, 'git'), script)
  chmodSync(join(bin, 'git'), 0o755)
  const lines = (word: string) =>
    readFileSync(notes, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(word))
  const git = new GitExec({ ...scratch.env, PATH: `${bin}:${scratch.env.PATH}` })
  return { git, lines, place: plumbingIn(join(scratch.path, '.git')) }
}

test('one process replies to many requests, each caller gets its own reply, and a ref is always read anew', async () => {
  const scratch = scratchRepository()
  const first = scratch.commit({ 'a.txt': '1' })
  const { git, lines, place } = noted(scratch)
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      git.ask(place, LOOK_UP, index % 2 ? 'refs/heads/main\n' : `no-${index}\n`, isLine),
    ),
  )
  expect(replies).toEqual(replies.map((_, index) => (index % 2 ? `${first}\n` : `no-${index} missing\n`)))
  const second = scratch.commit({ 'a.txt': '2' })
  expect(await git.ask(place, LOOK_UP, 'refs/heads/main\n', isLine)).toBe(`${second}\n`)
  scratch.git(['branch', '-m', 'main', 'other'])
  expect(await git.ask(place, LOOK_UP, 'refs/heads/main\n', isLine)).toBe('refs/heads/main missing\n')
  expect(lines('started')).toHaveLength(1)
})

test('a process that refuses a request has no reply, and the next request starts another', async () => {
  const scratch = scratchRepository()
  const { git, lines, place } = noted(scratch)
  const update = ['update-ref', '--stdin']
  expect(await git.ask(place, update, 'nonsense\n', isLine)).toBeNull()
  expect(await git.ask(place, update, 'start\n', isLine)).toBe('start: ok\n')
  expect(lines('started')).toHaveLength(2)
})

test('when a process is killed, nothing is known of its work', async () => {
  const scratch = scratchRepository()
  const { git, lines, place } = noted(scratch)
  const asked = git.ask(place, ['update-ref', '--stdin'], '', isLine)
  await vi.waitFor(() => expect(lines('started')).toHaveLength(1), { timeout: 480_000 })
  process.kill(-Number(lines('started')[0]?.split(' ')[1]), 'SIGKILL')
  await expect(asked).rejects.toThrow(GitWithoutResult)
})

test('C1: a process that nobody asks ends by itself', async () => {
  const scratch = scratchRepository()
  const { git, lines, place } = noted(scratch)
  await git.ask(place, LOOK_UP, 'HEAD\n', isLine)
  await vi.waitFor(() => expect(lines('ended')).toHaveLength(1), { timeout: 480_000 })
})

test('a changed config counts at once', async () => {
  const scratch = scratchRepository()
  const commit = scratch.commit({ 'a.txt': '1' })
  const git = new GitExec(scratch.env)
  const place = plumbingIn(join(scratch.path, '.git'))
  const guarded = { ...place, guard: await ProgramGuard.trusting(git, place, null) }
  const create = (name: string) =>
    git.ask(
      guarded,
      ['update-ref', '--stdin'],
      `start\ncreate refs/heads/${name} ${commit}\nprepare\ncommit\n`,
      (printed) => printed.endsWith('commit: ok\n'),
    )
  await create('one')
  scratch.git(['config', 'core.logAllRefUpdates', 'false'])
  await create('two')
  const hasLog = (name: string) => existsSync(join(scratch.path, '.git/logs/refs/heads', name))
  expect([hasLog('one'), hasLog('two')]).toEqual([true, false])
})
