import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree } from '../fixtures/leased-worktree.ts'
import { writeFiles } from '../fixtures/scratch-repository.ts'

/** An agent that runs git in a folder of its worktree. */
async function nestedIn(path: string) {
  const leased = await leasedWorktree()
  const { scratch, worktree } = leased
  scratch.git(['config', '--global', 'user.name', 'Ada'])
  scratch.git(['config', '--global', 'user.email', 'ada@example.org'])
  const folder = join(worktree.path, path)
  const inside = (...args: string[]) => scratch.git(args, folder)
  const commit = (text: string) => scratch.commit({ 'tool.txt': text }, text, folder)
  const leftBehind = () => scratch.git(['log', '--format=%s', worktree.leftBehind()?.ref ?? '']).split('\n')
  return { ...leased, folder, inside, commit, leftBehind }
}

describe('D5: a repository that an agent created in its worktree', () => {
  test('has its files in the work, and its branches and stash on a kept ref', async () => {
    const { agent, worktree, folder, inside, commit, filesOf, leftBehind, scratch } = await nestedIn('tool')
    agent('init', '-q', '-b', 'main', 'tool')
    commit('one')
    inside('switch', '-qc', 'other')
    commit('two')
    inside('switch', '-q', 'main')
    writeFiles(folder, { 'tool.txt': 'stashed' })
    inside('stash', '-q')
    expect(filesOf(await worktree.commitAll('Work\n', []))).toEqual(['a.txt', 'tool/tool.txt'])
    expect(leftBehind()).toEqual(expect.arrayContaining(['one', 'two', expect.stringMatching(/^WIP on main/)]))
    const ref = worktree.leftBehind()?.ref
    await worktree.commitAll('Work\n', [])
    expect(worktree.leftBehind()?.ref).toBe(ref)
    expect(scratch.git(['fsck', '--strict'])).toBe('')
  })

  test('adds nothing but its files when it is a clone without a commit of the agent', async () => {
    const { scratch, worktree, folder, filesOf } = await nestedIn('twin')
    scratch.git(['clone', '-q', scratch.path, folder])
    expect(filesOf(await worktree.commitAll('Work\n', []))).toEqual(['a.txt', 'twin/a.txt'])
    expect(worktree.leftBehind()).toBe(null)
  })

  test('has its own commits on a kept ref when it is a clone', async () => {
    const { scratch, worktree, folder, commit, leftBehind } = await nestedIn('twin')
    scratch.git(['clone', '-q', scratch.path, folder])
    commit('own')
    await worktree.commitAll('Work\n', [])
    expect(leftBehind()[0]).toBe('own')
  })

  test('stays in the agent’s git directory when git cannot copy its commits', async () => {
    const { scratch, agent, worktree, inside, folder, commit } = await nestedIn('tool')
    agent('init', '-q', '-b', 'main', 'tool')
    commit('one')
    const blob = inside('rev-parse', 'HEAD:tool.txt')
    commit('two')
    rmSync(join(folder, '.git/objects', blob.slice(0, 2)), { recursive: true })
    await worktree.commitAll('Work\n', [])
    const { folder: left } = worktree.leftBehind() ?? {}
    expect(scratch.git(['--git-dir', join(left ?? '', 'nested-0'), 'log', '--format=%s'])).toBe('two\none')
  })
})

describe('D5: a worktree that an agent made in its worktree', () => {
  const PLACE = '.claude/worktrees/t'

  test('is no part of the work, and its commits and files are on a kept ref', async () => {
    const { agent, worktree, folder, commit, filesOf, contentOf, leftBehind } = await nestedIn(PLACE)
    agent('worktree', 'add', '-q', '-b', 't', PLACE)
    commit('one')
    writeFiles(folder, { 'open.txt': 'open\n' })
    writeFiles(worktree.path, { 'x.txt': 'x\n' })
    expect(filesOf(await worktree.commitAll('Work\n', []))).toEqual(['a.txt', 'x.txt'])
    expect(leftBehind().slice(0, 2)).toEqual([expect.stringContaining(PLACE), 'one'])
    expect(contentOf(worktree.leftBehind()?.ref ?? '', 'open.txt')).toBe('open')
  })

  test('is no part of the work either when the agent committed it as a link', async () => {
    const { agent, worktree, filesOf, base } = await nestedIn(PLACE)
    agent('worktree', 'add', '-q', '--detach', PLACE)
    writeFiles(worktree.path, { 'x.txt': 'x\n' })
    agent('add', '-A')
    agent('commit', '-qm', 'All')
    expect(filesOf(await worktree.commitAll('Work\n', []))).toEqual(['a.txt', 'x.txt'])
    expect(worktree.leftBehind()).toBe(null)
    await worktree.release()
    await worktree.reset(base, 'refs/heads/coppice/work/run-1/next', [])
    expect(() => agent('-C', PLACE, 'rev-parse', '--git-dir')).toThrow()
  })
})
