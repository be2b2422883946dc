import type { RunRecord } from '../domain/records.ts'
import { requestCancel } from '../lifecycle/run-control.ts'
import type { CommandDeps } from './command-deps.ts'
import { runNotActive } from './run-not-active.ts'

/** Cancels a run. No session starts after this has returned (C2). `cancelledAgents` is the number of sessions that were running. */
export async function cancelRun(
  deps: CommandDeps,
  runId: string,
): Promise<{ run: RunRecord; cancelledAgents: number }> {
  const requested = await requestCancel(deps, runId)
  if (!requested) throw await runNotActive(deps, runId, 'cancel', (run) => `is ${run.status}`)
  return { run: requested.run, cancelledAgents: requested.agents }
}
