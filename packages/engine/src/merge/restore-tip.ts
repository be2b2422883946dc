import { keptTipRef, shortCommit, shortRef, workBranches } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import type { FoundTip } from './find-tip.ts'

type Run = Pick<RunRecord, 'number' | 'branch'>

/** Makes a deleted branch again. @returns false when somebody else has made it meanwhile */
export function restoreTip(repository: Repository, { branch }: Run, last: string): Promise<boolean> {
  return repository.updateRef(branch, last, null)
}

/** What the run had merged stays on a ref of its own (D5). */
export async function keepTip(repository: Repository, { number }: Run, last: string): Promise<void> {
  const ref = keptTipRef(number, last)
  if ((await repository.resolve(ref)) === null && (await repository.resolve(last)) !== null)
    await repository.updateRef(ref, last, null)
}

export const restoredTip = ({ branch }: Run, last: string): string =>
  `${shortRef(branch)} had been deleted. It was made again at ${shortCommit(last)}.`

/** Why the branch cannot be used, and what a person can do. */
export function tipProblem({ number, branch }: Run, found: Exclude<FoundTip, { is: 'found' | 'deleted' }>): string {
  const name = shortRef(branch)
  const last = shortCommit(found.last)
  if (found.is === 'lost')
    return `${name} was deleted, and git has removed its last merge, ${last}, since then. What git still has of the work of its tasks is on ${shortRef(workBranches(number))}…. Start a run: it does again what is not on the base branch.`
  return `${name} was moved to ${shortCommit(found.tip)}, which does not contain ${last}, the last merge of the run. Coppice does not overwrite it. The merged work is kept on ${keptTipRef(number, found.last)}. To continue from there, put the branch back (git branch -f ${name} ${last}), then start a run or deliver this one (coppice deliver ${number}).`
}
