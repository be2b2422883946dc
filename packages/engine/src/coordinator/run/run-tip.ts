import { tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { findTip } from '../../merge/find-tip.ts'
import { keepTip, restoredTip, restoreTip, tipProblem } from '../../merge/restore-tip.ts'
import type { Repository } from '../../ports/git.ts'
import { CannotContinue } from './cannot-continue.ts'
import type { ExecutionDeps } from './run-context.ts'
import type { RunState } from './run-state.ts'

/**
 * Returns the tip of the run's branch after a comparison with the database. A branch that was deleted is created again.
 *
 * @throws CannotContinue when somebody moved the branch, so that it lacks work that the run has merged. Later tasks would then start
 * without this work (S3). The branch is not moved back, because a person may have moved it on purpose.
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
    const reason = restoredTip(run, found.last)
    deps.log.warn({ runId: run.id, commit: found.last }, reason)
    state.applyRun(await tellOfRun(deps, run.id, reason))
  }
}
