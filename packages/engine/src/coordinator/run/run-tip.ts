import { tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { findTip } from '../../merge/find-tip.ts'
import { keepTip, restoredTip, restoreTip, tipProblem } from '../../merge/restore-tip.ts'
import type { Repository } from '../../ports/git.ts'
import { CannotContinue } from './cannot-continue.ts'
import type { ExecutionDeps } from './run-context.ts'
import type { RunState } from './run-state.ts'

/**
 * Returns the tip of the run's branch after a comparison with the merges in the database. A deleted branch is created again. If somebody has
 * moved the branch so that it lacks merged work, it is not overwritten, because a person may have decided so. The run then ends, because
 * later tasks would start without work that they need (S3).
 *
 * @throws CannotContinue when the branch lacks merged work
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
