import type { RunRecord } from '../domain/records.ts'
import { requestCancel } from '../lifecycle/run-control.ts'
import type { CommandDeps } from './command-deps.ts'
import { runNotActive } from './run-not-active.ts'

/** C2: no session starts after this has returned. `cancelledAgents` counts the sessions that were alive. */
export async function cancelRun(
  deps: CommandDeps,
  runId: string,
): Promise<{ run: RunRecord; cancelledAgents: number }> {
  const requested = await requestCancel(deps, runId)
  if (!requested) throw await runNotActive(deps, runId, 'cancel', (run) => `is ${run.status}`)
  return { run: requested.run, cancelledAgents: requested.agents }
}
