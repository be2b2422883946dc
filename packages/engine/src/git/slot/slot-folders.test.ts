import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { writeFiles } from '../fixtures/scratch-repository.ts'

/** Two agents have each committed a file, and have another one that is not committed. */
async function twoAgents() {
  const leased = await leasedWorktree()
  const { scratch, repository, base } = leased
  const others = await repository.addWorktree(join(scratch.folder, 'trees', 'slot-1'), base, `${WORK_BRANCH}-1`)
  const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', leased.worktree.path)
  const othersWork = scratch.commit({ 'c.txt': 'c\n' }, 'Add c', others.path)
  for (const { path } of [leased.worktree, others]) writeFiles(path, { 'open.txt': 'not committed\n' })
  const runs = (command: string) => {
    execFileSync('sh', ['-c', `${command}; true`], { cwd: leased.worktree.path, env: scratch.env, stdio: 'ignore' })
  }
  return { ...leased, others, work, othersWork, runs }
}

describe('I1, D5: an agent that deletes too much', () => {
  test.each(['cd ..; rm -rf ./*', 'rm -rf ../*', 'rm -rf "$(dirname "$PWD")"', 'find .. -delete'])(
    'deletes with `%s` only its own tree, and its commits are kept',
    async (command) => {
      const { worktree, others, work, othersWork, filesOf, repository, base, runs } = await twoAgents()
      runs(command)
      expect(await worktree.commitAll('Rest\n', [])).toBe(work)
      const tip = await others.commitAll('Rest\n', [])
      expect(await repository.firstParent(tip)).toBe(othersWork)
      expect(filesOf(tip)).toEqual(['a.txt', 'c.txt', 'open.txt'])
      expect([worktree, others].map((one) => one.leftBehind())).toEqual([null, null])
      await worktree.reset(base, WORK_BRANCH, [])
      await worktree.assertAt(base)
    },
  )

  test('deletes with `rm -rf ../../*` also the trees of others, and the commits of all are kept', async () => {
    const { worktree, others, work, othersWork, runs } = await twoAgents()
    runs('rm -rf ../../*')
    expect(existsSync(others.path)).toBe(false)
    expect(await worktree.commitAll('Rest\n', [])).toBe(work)
    expect(await others.commitAll('Rest\n', [])).toBe(othersWork)
  })

  test('is told that commits are lost if it deletes its git directory, and its files are committed', async () => {
    const { worktree, base, filesOf, repository, runs } = await twoAgents()
    runs('rm -rf "$(git rev-parse --absolute-git-dir)"')
    const tip = await worktree.commitAll('All\n', [])
    expect(await repository.firstParent(tip)).toBe(base)
    expect(filesOf(tip)).toEqual(['a.txt', 'b.txt', 'open.txt'])
    expect(worktree.leftBehind()).toEqual({ ref: null, hasStash: false, folder: null, isLost: true })
  })

  test('loses no file if it deletes the shadow: the next worktree leaves the folder in place under another name', async () => {
    const { repository, slot, worktree, base, runs } = await twoAgents()
    runs('rm -rf ../../.slot-0/shadow')
    await expect(worktree.commitAll('Work\n', [])).rejects.toThrow('somebody deleted')
    await expect(worktree.reset(base, WORK_BRANCH, [])).rejects.toThrow('somebody deleted')
    expect(await repository.openWorktree(slot)).toBeNull()
    await (await repository.addWorktree(slot, base, WORK_BRANCH)).assertAt(base)
    expect(readdirSync(join(`${slot}.left-1`, 'tree')).sort()).toEqual(['.git', 'a.txt', 'b.txt', 'open.txt'])
    expect(existsSync(join(worktree.path, 'open.txt'))).toBe(false)
  })
})

test('I2, D5: a worktree that an agent created beside its own is moved away before the next agent comes', async () => {
  const { slot, worktree, agent, base } = await leasedWorktree()
  agent('worktree', 'add', '-q', '-b', 'other', '../other')
  writeFiles(join(slot, 'other'), { 'draft.txt': 'not committed\n' })
  await worktree.commitAll('Work\n', [])
  await worktree.reset(base, `${WORK_BRANCH}-2`, [])
  expect(readdirSync(slot)).toEqual(['tree'])
  expect(existsSync(join(`${slot}.left-1`, 'other', 'draft.txt'))).toBe(true)
})
