import { branchRef, shortCommit } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import { takenWork } from './taken-work.ts'

/**
 * Says why a delivery does not count as undone although the base branch does not contain its commit. A person may have rewritten the base
 * branch, for example with `git pull --rebase` or `git commit --amend`. Then the work can be there in other commits (P5).
 *
 * @param base the newest commit of the base branch, which does not contain `delivered`
 * @returns null when the delivery does count as undone: the base branch is at `from` or an older commit, or the record and the log of the branch
 * show that Coppice moved it back to `from` (R1) and the branch does not have the work in other commits. The record alone does not show it,
 * because the server may have died before the branch moved.
 */
export async function rewrittenBase(
  repository: Repository,
  run: Pick<RunRecord, 'number' | 'baseBranch' | 'deliveryTarget'>,
  { delivered, from }: { delivered: string; from: string },
  base: string,
): Promise<string | null> {
  if (await repository.isAncestor(base, from)) return null
  const taken = await commitWithWork(repository, delivered, base)
  const { number, baseBranch, deliveryTarget } = run
  const what = `not undone: somebody rewrote ${baseBranch} after the delivery of run ${number}`
  const cure = `To take the work back, revert its commits on ${baseBranch} by hand with \`git revert\`. To keep it, run \`coppice mark-done TASK\` for each of its tasks, or later runs may do them again.`
  if (taken !== null)
    return `${what}, and commit ${shortCommit(taken)} contains the work without the delivered commits. ${cure}`
  const isUndone = deliveryTarget === from && (await repository.hasLoggedMove(branchRef(baseBranch), delivered, from))
  if (isUndone) return null
  return `${what}, and git cannot tell whether ${baseBranch} still has the work. If it does not, there is nothing to undo. ${cure}`
}

async function commitWithWork(repository: Repository, delivered: string, base: string): Promise<string | null> {
  if ((await repository.resolve(delivered)) === null) return null
  return takenWork(repository, base, delivered)
}
