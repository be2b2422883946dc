import type { RunRecord } from '../domain/records.ts'
import { NotFound, RunNotActive } from '../domain/refusals.ts'
import type { RunStatus } from '../domain/statuses.ts'
import { requestCancel } from '../lifecycle/run-lifecycle.ts'
import type { CommandDeps } from './command-deps.ts'

/** C2: when it has answered, no session starts any more. `cancelledAgents`: how many sessions were alive. */
export async function cancelRun(
  deps: CommandDeps,
  runId: string,
): Promise<{ run: RunRecord; cancelledAgents: number }> {
  const requested = await requestCancel(deps, runId)
  if (!requested) throw await refusal(deps, runId)
  deps.executors.get(runId)?.cancel(requested.run)
  return { run: requested.run, cancelledAgents: requested.agents }
}

async function refusal(deps: CommandDeps, runId: string): Promise<Error> {
  const run = await deps.store.run(runId)
  if (!run) return new NotFound('There is no such run.')
  return new RunNotActive(run.status, `Run ${run.number} ${whyNot(run.status)}.`)
}

function whyNot(status: RunStatus): string {
  if (status === 'CANCELLING') return 'is being cancelled already'
  return status === 'RUNNING'
    ? 'is being delivered and ends by itself; there is nothing to cancel'
    : `is ${status}; there is nothing to cancel`
}
