import { resolveCommit } from '../refs/resolve-commit.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** Is what the worktree stands on part of some branch, tag or kept ref? HEAD itself is none. */
export async function isHeadOnRef({ repo, place }: WorktreeContext): Promise<boolean> {
  const { git, plumbing } = repo
  const head = await resolveCommit(git, place, 'HEAD')
  if (head === null) return true
  const holders = await git.text(plumbing, ['for-each-ref', '--count=1', '--format=%(refname)', `--contains=${head}`])
  return holders !== ''
}
