import { expect, it } from 'vitest'
import type { Repository, Worktree } from '../ports/git.ts'
import { RunWorktrees } from './run-worktrees.ts'

const ROOT = '/worktrees/run-1'

/** Makes a repository with these worktrees. Work in the worktree `broken` cannot be committed, and `released` contains no work. */
function repositoryWith(paths: readonly string[], broken: string, released: string) {
  const done: string[] = []
  const open = async (path: string) =>
    ({
      path,
      holdsWork: async () => path !== released,
      async keepAll() {
        if (path === broken) throw new Error('the disk is full')
        done.push(`commit ${path}`)
      },
      remove: async () => void done.push(`remove ${path}`),
    }) as Partial<Worktree> as Worktree
  const repository = { worktreesBelow: async () => [...paths], openWorktree: open } as Partial<Repository> as Repository
  return { repository, done }
}

it('D5: a worktree is removed after its work is committed, and stays when the work cannot be committed or its slot is in use', async () => {
  const names = ['slot-0', 'slot-1', 'slot-2', 'slot-3', 'verify'] as const
  const [one, two, three, released, verify] = names.map((name) => `${ROOT}/${name}`) as [
    ...[string, string, string, string, string],
  ]
  const { repository, done } = repositoryWith([one, two, three, released, verify], one, released)
  const worktrees = new RunWorktrees(repository, ROOT)
  const failed = await worktrees.clear({ inUse: new Set([1]), message: 'Left by run 1\n', lent: [] })
  expect(failed).toEqual([{ path: one, error: new Error('the disk is full') }])
  expect(done).toEqual([`commit ${three}`, `remove ${three}`, `remove ${released}`, `remove ${verify}`])
})
