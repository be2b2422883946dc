import { keptTipRef, shortCommit, shortRef, workBranches } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import type { FoundTip } from './find-tip.ts'

type Run = Pick<RunRecord, 'number' | 'branch'>

/** Creates the deleted branch of a run again, at its last merge. @returns false when the branch exists again meanwhile */
export function restoreTip(repository: Repository, { branch }: Run, last: string): Promise<boolean> {
  return repository.updateRef(branch, last, null)
}

/** Creates a kept ref for the merged work of a run whose branch somebody moved (D5: nothing that an agent wrote is lost). */
export async function keepTip(repository: Repository, { number }: Run, last: string): Promise<void> {
  const ref = keptTipRef(number, last)
  if ((await repository.resolve(ref)) === null && (await repository.resolve(last)) !== null)
    await repository.updateRef(ref, last, null)
}

export const restoredTip = ({ branch }: Run, last: string): string =>
  `Somebody deleted ${shortRef(branch)}. Coppice created it again at ${shortCommit(last)}.`

/** Returns the reason why a run's branch cannot be used, and what a person can do. */
export function tipProblem({ number, branch }: Run, found: Exclude<FoundTip, { is: 'found' | 'deleted' }>): string {
  const name = shortRef(branch)
  const last = shortCommit(found.last)
  if (found.is === 'lost')
    return `Somebody deleted ${name}, and git no longer has its last merge ${last}. The branches ${shortRef(workBranches(number))}… contain the work of its tasks, as far as git still has it. Start another run: it does the tasks again that are not on the base branch.`
  return `Somebody moved ${name} to ${shortCommit(found.tip)}, which does not contain ${last}, the last merge of the run. Coppice does not overwrite the branch. The ref ${keptTipRef(number, found.last)} keeps the merged work. To continue with it, run \`git branch -f ${name} ${last}\`, then start a run or run \`coppice deliver ${number}\`.`
}
