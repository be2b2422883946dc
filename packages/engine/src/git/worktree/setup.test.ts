import { readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree } from '../fixtures/leased-worktree.ts'
import { writeFiles } from '../fixtures/scratch-repository.ts'

const lines = (...changed: readonly (readonly [number, string])[]): string => {
  const text = Array.from({ length: 20 }, (_, index) => `line ${index}`)
  for (const [at, line] of changed) text[at] = line
  return `${text.join('\n')}\n`
}

/** A worktree in which setup has changed a tracked file, deleted another, and created a folder and a link that are not ignored. */
async function afterSetup() {
  const leased = await leasedWorktree()
  const { scratch, worktree } = leased
  const base = scratch.commit({ 'lock.json': lines(), 'gone.txt': 'g\n', '.gitignore': 'dist/\n' })
  await worktree.reset(base, 'refs/heads/coppice/work/run-1/parser', [])
  writeFiles(worktree.path, { '.env': 'lent\n' })
  writeFiles(worktree.path, { 'lock.json': lines([1, 'by setup']), '.venv/lib.py': 'lib\n', 'dist/x': 'x' })
  rmSync(join(worktree.path, 'gone.txt'))
  symlinkSync('/nowhere', join(worktree.path, 'node_modules'))
  await worktree.noteSetup(['.env'])
  return { ...leased, base, commitAll: () => worktree.commitAll('Left\n', ['.env']) }
}

describe('I5: a change that setup made', () => {
  test('is not committed when the agent changed nothing', async () => {
    const { base, commitAll } = await afterSetup()
    expect(await commitAll()).toBe(base)
  })

  test('is not in the commit of the work, and stays in the folder', async () => {
    const { worktree, commitAll, filesOf, contentOf } = await afterSetup()
    writeFiles(worktree.path, { 'work.txt': 'w\n' })
    const tip = await commitAll()
    expect(filesOf(tip)).toEqual(['.gitignore', 'a.txt', 'gone.txt', 'lock.json', 'work.txt'])
    expect(contentOf(tip, 'lock.json')).toBe(lines().trimEnd())
    expect(readFileSync(join(worktree.path, 'lock.json'), 'utf8')).toBe(lines([1, 'by setup']))
  })

  test('is not committed in a file in which the agent changed other lines', async () => {
    const { worktree, commitAll, contentOf } = await afterSetup()
    writeFiles(worktree.path, { 'lock.json': lines([1, 'by setup'], [18, 'by agent']) })
    expect(contentOf(await commitAll(), 'lock.json')).toBe(lines([18, 'by agent']).trimEnd())
  })

  test('is committed when the agent changed the same lines', async () => {
    const { worktree, commitAll, contentOf, filesOf } = await afterSetup()
    writeFiles(worktree.path, { 'lock.json': lines([1, 'by agent']), '.venv/lib.py': 'lib by agent\n' })
    const tip = await commitAll()
    expect(contentOf(tip, 'lock.json')).toBe(lines([1, 'by agent']).trimEnd())
    expect(contentOf(tip, '.venv/lib.py')).toBe('lib by agent')
    expect(filesOf(tip)).toContain('gone.txt')
  })

  test('is removed from the work even if the agent committed it', async () => {
    const { worktree, commitAll, filesOf, agent } = await afterSetup()
    writeFiles(worktree.path, { 'work.txt': 'w\n' })
    agent('add', '--all', '--', '.', ':!.env')
    agent('commit', '-qm', 'All')
    expect(filesOf(await commitAll())).toEqual(['.gitignore', 'a.txt', 'gone.txt', 'lock.json', 'work.txt'])
  })

  test('is not in the worktree of the next task', async () => {
    const { worktree, base, agent, commitAll } = await afterSetup()
    await worktree.reset(base, null, [])
    expect(agent('status', '--porcelain', '--ignored')).toBe('')
    writeFiles(worktree.path, { 'lock.json': lines([1, 'by setup']) })
    expect(await commitAll()).not.toBe(base)
  })

  test('does not change the merge of a conflict session', async () => {
    const { scratch, worktree, worked, contentOf, filesOf, base } = await leasedWorktree()
    const other = scratch.commit({ 'a.txt': 'theirs\n', 'theirs.txt': 't\n' })
    const work = await worked({ 'a.txt': 'ours\n' })
    await worktree.beginMerge(other)
    writeFiles(worktree.path, { 'by-setup.txt': 's\n' })
    await worktree.noteSetup([])
    writeFiles(worktree.path, { 'a.txt': 'both\n' })
    const tip = await worktree.commitAll('Resolve\n', [])
    expect(scratch.git(['log', '-1', '--format=%P', tip])).toBe(`${work} ${other}`)
    expect(filesOf(tip)).toEqual(['a.txt', 'theirs.txt'])
    expect(contentOf(tip, 'a.txt')).toBe('both')
    expect(base).not.toBe(tip)
  })
})
