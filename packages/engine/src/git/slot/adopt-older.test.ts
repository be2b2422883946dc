import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { writeFiles } from '../fixtures/scratch-repository.ts'
import { toOlderLayout } from '../fixtures/to-older-layout.ts'
import { hiddenFolder, olderFolders, slotFolders } from './slot-folders.ts'

/** A worktree of an older version, in which an agent has committed `b.txt`, stashed a change and written `c.txt`. */
async function olderWorktree() {
  const leased = await leasedWorktree()
  const { scratch, worktree, agent, slot } = leased
  writeFiles(worktree.path, { 'a.txt': 'stashed\n' })
  agent('stash', '-q')
  // In the older layout, the folder of the slot is the tree, and this file has the name that the tree has now.
  const work = scratch.commit({ 'b.txt': 'b\n', tree: 'a file\n' }, 'Add b', worktree.path)
  toOlderLayout(slot)
  writeFiles(slot, { 'c.txt': 'c\n' })
  const root = dirname(slot)
  return { ...leased, repository: await scratch.open(), work, slot, root }
}

describe('D5: a worktree of an older version, whose tree was the folder of the slot', () => {
  test('is moved, and its commits, its stash and its files are kept', async () => {
    const { repository, scratch, slot, root, work, filesOf, keptRefs } = await olderWorktree()
    expect(await repository.worktreesBelow(root)).toEqual([slot])
    const worktree = await repository.openWorktree(slot)
    expect(await worktree?.holdsWork()).toBe(true)
    const tip = (await worktree?.commitAll('Add c\n', [])) ?? ''
    expect(await repository.firstParent(tip)).toBe(work)
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
    expect(filesOf(tip)).toEqual(['a.txt', 'b.txt', 'c.txt', 'tree'])
    expect(await keptRefs()).toHaveLength(1)
    expect(worktree?.leftBehind()).toMatchObject({ hasStash: true, isLost: false })
    expect(readdirSync(root).sort()).toEqual(['.slot-0', 'slot-0'])
    expect(scratch.git(['log', '-1', '--format=%s'], worktree?.path)).toBe('Add c')
    await worktree?.remove()
    expect(readdirSync(root)).toEqual([])
    expect(await repository.refs('refs/coppice/slots/')).toEqual([])
  })

  test('is renamed when a new worktree takes its slot', async () => {
    const { repository, slot, base } = await olderWorktree()
    const worktree = await repository.addWorktree(slot, base, `${WORK_BRANCH}-2`)
    await worktree.assertAt(base)
    expect(existsSync(join(`${slot}.left-1`, 'tree', 'c.txt'))).toBe(true)
    expect(existsSync(slotFolders(`${slot}.left-1`).gitDir)).toBe(true)
  })

  test('is opened also if somebody deleted its tree', async () => {
    const { repository, slot, work } = await olderWorktree()
    renameSync(slot, `${slot}.gone`)
    expect(await (await repository.openWorktree(slot))?.commitAll('Nothing\n', [])).toBe(work)
  })

  test.each([1, 2, 3, 4])('is complete if a server was killed after step %i of the move', async (steps) => {
    const { repository, slot, root, work, filesOf } = await olderWorktree()
    const older = olderFolders(slot)
    const now = slotFolders(slot)
    const moving = join(hiddenFolder(slot), 'moving')
    mkdirSync(moving, { recursive: true })
    const moves = [
      [older.path, join(moving, 'tree')],
      [older.gitDir, now.gitDir],
      [older.home, now.home],
      [moving, slot],
    ] as const
    for (const [from, to] of moves.slice(0, steps)) renameSync(from, to)
    expect(await repository.worktreesBelow(root)).toEqual([slot])
    const worktree = await repository.openWorktree(slot)
    const tip = (await worktree?.commitAll('Add c\n', [])) ?? ''
    expect(await repository.firstParent(tip)).toBe(work)
    expect(filesOf(tip)).toEqual(['a.txt', 'b.txt', 'c.txt', 'tree'])
  })
})
