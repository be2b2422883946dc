import { existsSync, lstatSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type LeasedWorktree, leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'

const NEXT = 'refs/heads/coppice/work/run-1/next'

/** Makes unsaved work of the user. @returns the state that must not change */
function userAtWork({ scratch }: LeasedWorktree): () => string {
  writeFileSync(join(scratch.path, 'a.txt'), 'edited by the user\n')
  writeFileSync(join(scratch.path, 'draft.txt'), 'a draft\n')
  const alternates = join(scratch.path, '.git/objects/info/alternates')
  writeFileSync(join(scratch.path, '.git/MERGE_MSG'), 'mine\n')
  return () =>
    JSON.stringify([
      scratch.git(['status', '--porcelain']),
      scratch.git(['for-each-ref', 'refs/heads/main', 'refs/tags']),
      readFileSync(join(scratch.path, 'a.txt'), 'utf8'),
      readFileSync(join(scratch.path, 'draft.txt'), 'utf8'),
      existsSync(alternates),
      existsSync(join(scratch.path, '.git/MERGE_MSG')),
      readFileSync(join(scratch.path, '.git/HEAD'), 'utf8'),
    ])
}

describe('I2: an agent that puts a link to the user’s repository in place of its own folders', () => {
  test.each(['is collected and the slot is leased again', 'is opened after a restart'])(
    'its working tree: it %s, and the repository is as it was',
    async (when) => {
      const leased = await leasedWorktree()
      const { scratch, worktree, repository, base, contentOf } = leased
      const state = userAtWork(leased)
      const before = state()
      leased.agent('commit', '--quiet', '--allow-empty', '-m', 'Work')
      rmSync(worktree.path, { recursive: true })
      symlinkSync(scratch.path, worktree.path)
      const opened = when.startsWith('is opened') ? await repository.openWorktree(leased.slot) : worktree
      const tip = await opened?.commitAll('Work', [])
      expect(contentOf(tip ?? '', 'a.txt')).toBe('a')
      expect(state()).toBe(before)
      await opened?.reset(base, NEXT, [])
      expect(lstatSync(worktree.path).isDirectory()).toBe(true)
      expect(state()).toBe(before)
      rmSync(worktree.path, { recursive: true })
      symlinkSync(scratch.path, worktree.path)
      await (await createAgain(leased)).remove()
      expect(state()).toBe(before)
    },
  )

  test.each(['', 'refs', 'refs/heads', 'logs', 'objects', 'objects/info'])(
    'its git directory, or %s in it',
    async (part) => {
      const leased = await leasedWorktree()
      const { scratch, worktree, gitDir, base } = leased
      const state = userAtWork(leased)
      const before = state()
      writeFileSync(join(worktree.path, 'work.txt'), 'work\n')
      const own = join(gitDir, part)
      if (existsSync(own)) renameSync(own, join(scratch.folder, 'aside'))
      symlinkSync(join(scratch.path, '.git', part), own.replace(/\/$/, ''))
      const tip = await worktree.commitAll('Work', [])
      expect(leased.contentOf(tip, 'work.txt')).toBe('work')
      expect(scratch.git(['rev-parse', WORK_BRANCH])).toBe(tip)
      expect(state()).toBe(before)
      await worktree.reset(base, NEXT, [])
      expect(state()).toBe(before)
      expect(scratch.git(['rev-parse', WORK_BRANCH])).toBe(tip)
    },
  )
})

const createAgain = ({ repository, slot, base }: LeasedWorktree) =>
  repository.addWorktree(slot, base, 'refs/heads/coppice/work/run-1/third')
