import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

const FILE = ['-c', 'protocol.file.allow=always']
const NOTHING = { lacking: [], edited: [], folder: null, stashes: [] }

/** Makes a repository with the submodule `lib`, and a worktree. In it an agent has committed a fix in `lib` and its new gitlink. */
async function fixedLibrary(withUsersCopy: boolean) {
  const library = scratchRepository()
  library.commit({ 'lib.txt': 'lib\n' })
  const scratch = scratchRepository()
  scratch.git([...FILE, 'submodule', '--quiet', 'add', library.path, 'lib'])
  const start = scratch.commit({ 'a.txt': 'a\n' })
  if (!withUsersCopy) rmSync(join(scratch.path, '.git/modules'), { recursive: true })
  const repository = await scratch.open()
  const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-0'), start, WORK_BRANCH)
  const inLibrary = join(worktree.path, 'lib')
  scratch.git([...FILE, 'submodule', '--quiet', 'update', '--init'], worktree.path)
  for (const [key, value] of [
    ['user.name', 'A'],
    ['user.email', 'a@b'],
  ] as const)
    scratch.git(['config', key, value], inLibrary)
  writeFiles(inLibrary, { 'lib.txt': 'fixed\n' })
  scratch.git(['commit', '-qam', 'Fix'], inLibrary)
  const commit = scratch.git(['rev-parse', 'HEAD'], inLibrary)
  const tip = await worktree.commitAll('Use the fixed library\n', [])
  return { scratch, repository, worktree, start, tip, commit }
}

test('D5: a commit that an agent made in a submodule is on a kept ref of the user’s copy of the submodule', async () => {
  const { scratch, worktree, start, tip, commit } = await fixedLibrary(true)
  expect(await worktree.keepSubmodules([start], tip)).toEqual(NOTHING)
  expect(await worktree.keepSubmodules([start], tip)).toEqual(NOTHING)
  await worktree.remove()
  const copy = join(scratch.path, '.git/modules/lib')
  expect(
    scratch.git(['--git-dir', copy, 'for-each-ref', '--format=%(objectname)', 'refs/coppice/kept/run-1/parser/']),
  ).toBe(commit)
  expect(scratch.git(['--git-dir', copy, 'cat-file', 'blob', `${commit}:lib.txt`])).toBe('fixed')
  scratch.git(['--git-dir', copy, 'fsck', '--strict'])
})

test('D5: without such a copy the commit is on a kept ref of the repository, and the submodule is named', async () => {
  const { scratch, worktree, start, tip, commit } = await fixedLibrary(false)
  expect(await worktree.keepSubmodules([start], tip)).toMatchObject({ lacking: ['lib'] })
  await worktree.remove()
  expect(scratch.git(['for-each-ref', '--format=%(objectname)', 'refs/coppice/kept/run-1/parser/'])).toBe(commit)
  expect(scratch.git(['cat-file', 'blob', `${commit}:lib.txt`])).toBe('fixed')
})

test('D5: the next agent clones a submodule from the user’s copy, with the commit that only the copy has', async () => {
  const { scratch, repository, worktree, start, tip, commit } = await fixedLibrary(true)
  await worktree.keepSubmodules([start], tip)
  await worktree.release()
  await worktree.reset(tip, `${WORK_BRANCH}-2`, [])
  expect(readdirSync(join(worktree.path, 'lib'))).toEqual([])
  const env = { ...scratch.env, ...repository.submoduleAccess }
  execFileSync('git', ['submodule', '--quiet', 'update', '--init'], { cwd: worktree.path, env, stdio: 'pipe' })
  expect(scratch.git(['rev-parse', 'HEAD'], join(worktree.path, 'lib'))).toBe(commit)
  expect(readFileSync(join(worktree.path, 'lib/lib.txt'), 'utf8')).toBe('fixed\n')
  expect(scratch.git(['status', '--porcelain'], worktree.path)).toBe('')
})

test('a submodule is cloned from its own address when the user’s copy lacks the commit', async () => {
  const { scratch, worktree, start, tip } = await fixedLibrary(true)
  await worktree.reset(start, WORK_BRANCH, [])
  const url = () => scratch.git(['config', 'submodule.lib.url'], worktree.path)
  expect(url()).toMatch(/^file:/)
  await worktree.reset(tip, WORK_BRANCH, [])
  expect(url()).not.toMatch(/^file:/)
})
