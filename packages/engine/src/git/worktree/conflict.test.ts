import { readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree } from '../fixtures/leased-worktree.ts'
import { writeFiles } from '../fixtures/scratch-repository.ts'
import { countConflictMarkers } from './conflict-markers.ts'

async function inConflict() {
  const leased = await leasedWorktree()
  const { scratch, worktree, worked } = leased
  const other = scratch.commit({ 'a.txt': 'theirs\n', 'sp ace\nline.txt': 'theirs\n', 'theirs.txt': 't\n' })
  const work = await worked({ 'a.txt': 'ours\n', 'sp ace\nline.txt': 'ours\n' })
  const files = await worktree.beginMerge(other)
  return { ...leased, other, work, files }
}

describe('D4: a conflict session’s worktree', () => {
  test('has a merge in progress, and the files in conflict are returned', async () => {
    const { files, agent, other } = await inConflict()
    expect([...files].sort()).toEqual(['a.txt', 'sp ace\nline.txt'])
    expect(agent('rev-parse', 'MERGE_HEAD')).toBe(other)
    expect(agent('status', '--porcelain')).toContain('A  theirs.txt')
  })

  test('is unresolved while the index has unmerged entries', async () => {
    const { worktree, files, agent } = await inConflict()
    expect([...(await worktree.unresolved(files))].sort()).toEqual([...files].sort())
    writeFiles(worktree.path, { 'a.txt': 'both\n' })
    agent('add', 'a.txt')
    expect(await worktree.unresolved(files)).toEqual(['sp ace\nline.txt'])
  })

  test('is unresolved while a file has conflict markers, even committed ones', async () => {
    const { worktree, files, agent } = await inConflict()
    agent('add', '.')
    agent('commit', '-qm', 'Done, said the agent')
    expect([...(await worktree.unresolved(files))].sort()).toEqual([...files].sort())
    for (const file of files) writeFiles(worktree.path, { [file]: 'Heading\n=======\nboth\n' })
    agent('add', '.')
    expect(await worktree.unresolved(files)).toEqual([])
  })

  test('is unresolved while a file has conflict markers of another length, which its attributes set', async () => {
    const { scratch, worktree, agent, worked } = await leasedWorktree()
    const attributes = 'a.txt conflict-marker-size=12\n'
    const other = scratch.commit({ 'a.txt': 'theirs\n', '.gitattributes': attributes })
    await worked({ 'a.txt': 'ours\n', '.gitattributes': attributes })
    expect(await worktree.beginMerge(other)).toEqual(['a.txt'])
    agent('add', '.')
    expect(await worktree.unresolved(['a.txt'])).toEqual(['a.txt'])
    writeFiles(worktree.path, { 'a.txt': 'both\n' })
    expect(await worktree.unresolved(['a.txt'])).toEqual([])
  })

  test.each<[string, (index: string, agent: (...args: string[]) => string) => unknown]>([
    ['deleted', (index) => rmSync(index)],
    ['truncated', (index) => truncateSync(index, 20)],
    ['split', (_, agent) => agent('update-index', '--split-index')],
  ])('is unresolved when its index is %s and a conflict without markers is left', async (_, damage) => {
    const { scratch, worktree, gitDir, agent, worked } = await leasedWorktree()
    const other = scratch.commit({ 'a.txt': 'a\0theirs' })
    await worked({ 'a.txt': 'a\0ours' })
    expect(await worktree.beginMerge(other)).toEqual(['a.txt'])
    damage(join(gitDir, 'index'), agent)
    expect(await worktree.unresolved(['a.txt'])).toEqual(['a.txt'])
  })

  test('is resolved when the agent has committed the merge, even if git cannot read its index', async () => {
    const { scratch, worktree, gitDir, agent, worked } = await leasedWorktree()
    const other = scratch.commit({ 'a.txt': 'a\0theirs' })
    await worked({ 'a.txt': 'a\0ours' })
    await worktree.beginMerge(other)
    agent('checkout', '--theirs', 'a.txt')
    agent('add', '.')
    agent('commit', '-qm', 'Merge')
    truncateSync(join(gitDir, 'index'), 20)
    expect(await worktree.unresolved(['a.txt'])).toEqual([])
  })

  test('shows a conflict in the style that the user has set', async () => {
    const { scratch, worktree, worked } = await leasedWorktree()
    scratch.git(['config', 'merge.conflictStyle', 'diff3'])
    const other = scratch.commit({ 'a.txt': 'theirs\n' })
    await worked({ 'a.txt': 'ours\n' })
    await worktree.beginMerge(other)
    expect(readFileSync(join(worktree.path, 'a.txt'), 'utf8')).toMatch(/^\|{7} /m)
    expect(await worktree.unresolved(['a.txt'])).toEqual(['a.txt'])
  })

  test('is resolved when only markers remain that a side already had, also after a restart', async () => {
    const { scratch, worktree, repository, worked, slot } = await leasedWorktree()
    const fixture = '<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n'
    const other = scratch.commit({ 'a.txt': fixture })
    await worked({ 'a.txt': 'ours\n' })
    await worktree.beginMerge(other)
    writeFiles(worktree.path, { 'a.txt': `ours\n${fixture}` })
    scratch.git(['add', '.'], worktree.path)
    const reopened = await repository.openWorktree(slot)
    expect(await reopened?.unresolved(['a.txt'])).toEqual([])
    writeFiles(worktree.path, { 'a.txt': `${fixture}${fixture}` })
    expect(await reopened?.unresolved(['a.txt'])).toEqual(['a.txt'])
  })

  test('has no conflict when the two sides can be merged', async () => {
    const { scratch, worktree, worked } = await leasedWorktree()
    const other = scratch.commit({ 'b.txt': 'b\n' })
    const work = await worked({ 'c.txt': 'c\n' })
    expect(await worktree.beginMerge(other)).toEqual([])
    const tip = await worktree.commitAll('Merge\n', [])
    expect(scratch.git(['log', '-1', '--format=%P', tip])).toBe(`${work} ${other}`)
  })

  test('has an error, not a conflict, when there are uncommitted changes', async () => {
    const { scratch, worktree } = await leasedWorktree()
    const other = scratch.commit({ 'a.txt': 'theirs\n' })
    writeFiles(worktree.path, { 'a.txt': 'not committed\n' })
    await expect(worktree.beginMerge(other)).rejects.toThrow(/git merge failed/)
  })

  test('does not follow rerere, merge.ff and signature checks of the user’s config', async () => {
    const { scratch, worktree, worked } = await leasedWorktree()
    for (const [key, value] of [
      ['merge.ff', 'only'],
      ['rerere.enabled', 'true'],
      ['merge.verifySignatures', 'true'],
    ] as const)
      scratch.git(['config', key, value])
    const other = scratch.commit({ 'b.txt': 'b\n' })
    await worked({ 'c.txt': 'c\n' })
    expect(await worktree.beginMerge(other)).toEqual([])
  })
})

test('conflict markers are counted only at the start of a line, and an underlined heading does not count', () => {
  expect(countConflictMarkers('<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> x\r\n')).toBe(2)
  expect(countConflictMarkers('a\n=======\n  <<<<<<< no\n<<<<<<<<< nine\n>>>>>>>quoted\n')).toBe(0)
  expect(countConflictMarkers('||||||| base\n<<<<<<<')).toBe(2)
})
