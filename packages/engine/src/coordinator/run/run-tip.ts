import { tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { findTip } from '../../merge/find-tip.ts'
import { keepTip, restoredTip, restoreTip, tipProblem } from '../../merge/restore-tip.ts'
import type { Repository } from '../../ports/git.ts'
import { CannotContinue } from './cannot-continue.ts'
import type { ExecutionDeps } from './run-context.ts'
import type { RunState } from './run-state.ts'

/**
 * The tip of the run's branch, compared with the record at every use. A deleted branch is made again. A branch that somebody moved away
 * from what the run has merged is not overwritten: that may be a person's decision, and what was merged would not be in what comes next
 * (S3). Then the run ends.
 */
export async function runTip(deps: ExecutionDeps, repository: Repository, state: RunState): Promise<string> {
  for (;;) {
    const { run } = state
    const found = await findTip(repository, run, state.tasks)
    if (found.is === 'found') return found.tip
    if (found.is !== 'deleted') {
      await keepTip(repository, run, found.last)
      throw new CannotContinue(tipProblem(run, found))
    }
    if (!(await restoreTip(repository, run, found.last))) continue
    const told = restoredTip(run, found.last)
    deps.log.warn({ runId: run.id, commit: found.last }, told)
    state.applyRun(await tellOfRun(deps, run.id, told))
  }
}
