import { resolveCommit } from '../refs/resolve-commit.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** @returns whether a branch, a tag or a kept ref contains the commit of the worktree's HEAD, so that git does not remove that commit */
export async function isHeadOnRef({ repo, place }: WorktreeContext): Promise<boolean> {
  const { git, plumbing } = repo
  const head = await resolveCommit(git, place, 'HEAD')
  if (head === null) return true
  const holders = await git.text(plumbing, ['for-each-ref', '--count=1', '--format=%(refname)', `--contains=${head}`])
  return holders !== ''
}
