import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { scratchRepository } from '../fixtures/scratch-repository.ts'
import { slotFolders } from '../slot/slot-folders.ts'

const cases: [string, string[], string, string][] = [
  ['its default', [], '', 'repository/.git/lfs'],
  ['a relative path of the repository', [], 'big/store', 'repository/.git/big/store'],
  ['a relative path of all repositories of the user', ['--global'], 'big/store', 'repository/.git/big/store'],
  ['an absolute path', [], '/big/store', '/big/store'],
]

test.each(cases)('D5: agents and Coppice store LFS objects where the user does: %s', async (_, scope, value, place) => {
  const scratch = scratchRepository()
  if (value !== '') scratch.git(['config', ...scope, 'lfs.storage', value])
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const slot = join(scratch.folder, 'trees/slot-0')
  const worktree = await (await scratch.open()).addWorktree(slot, base, WORK_BRANCH)
  const expected = resolve(scratch.folder, place)
  expect(scratch.git(['config', 'lfs.storage'], worktree.path)).toBe(expected)
  const shadow = join(slotFolders(slot).home, 'config')
  expect(scratch.git(['config', '--file', shadow, 'lfs.storage'])).toBe(expected)
})
