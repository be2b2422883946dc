import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

/** Makes a linked worktree as an older version of Coppice did. An agent has committed `b.txt` in it. */
function linkedWorktree() {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const path = join(scratch.folder, 'trees/slot-0')
  scratch.git(['update-ref', WORK_BRANCH, base])
  scratch.git(['worktree', 'add', '-q', path, WORK_BRANCH.replace('refs/heads/', '')])
  scratch.git(['symbolic-ref', 'HEAD', WORK_BRANCH], path)
  const entry = join(scratch.path, '.git/worktrees/slot-0')
  const record = { branch: WORK_BRANCH, startCommit: base, merging: null, setupLinks: [] }
  writeFileSync(join(entry, 'coppice.json'), JSON.stringify(record))
  const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', path)
  return { scratch, base, path, entry, work }
}

test('D5: the work in a linked worktree of an older version is committed, and the worktree is removed', async () => {
  const { scratch, base, path, entry, work } = linkedWorktree()
  writeFiles(path, { 'c.txt': 'c\n' })
  const repository = await scratch.open()
  expect(await repository.worktreesBelow(join(scratch.folder, 'trees'))).toEqual([path])
  const worktree = await repository.openWorktree(path)
  expect(await worktree?.holdsWork()).toBe(true)
  const tip = (await worktree?.commitAll('Add c\n', [])) ?? ''
  expect(await repository.firstParent(tip)).toBe(work)
  expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
  expect(await repository.isAncestor(base, tip)).toBe(true)
  expect(existsSync(entry)).toBe(false)
  expect(scratch.git(['log', '-1', '--format=%s'], worktree?.path)).toBe('Add c')
  await worktree?.remove()
  expect(scratch.git(['worktree', 'list']).split('\n')).toHaveLength(1)
  expect(await repository.refs('refs/coppice/slots/')).toEqual([])
})

test('D5: a rebase in a linked worktree of an older version leaves the work branch, and its result is kept', async () => {
  const { scratch, path, work } = linkedWorktree()
  const other = scratch.commit({ 'b.txt': 'theirs\n' })
  spawnSync('git', ['rebase', '-q', other], { cwd: path, env: scratch.env })
  writeFiles(path, { 'b.txt': 'half done\n' })
  const repository = await scratch.open()
  const worktree = await repository.openWorktree(path)
  expect(await worktree?.commitAll('Left\n', [])).toBe(work)
  expect(await repository.refs('refs/coppice/kept/')).toHaveLength(1)
})

test('a linked worktree of the user is not touched', async () => {
  const { scratch } = linkedWorktree()
  const own = join(scratch.folder, 'own')
  scratch.git(['worktree', 'add', '-q', '--detach', own])
  const repository = await scratch.open()
  await repository.openWorktree(join(scratch.folder, 'trees/slot-0'))
  expect(scratch.git(['worktree', 'list'])).toContain(own)
  expect(scratch.git(['status', '--porcelain'], own)).toBe('')
})
