import type { RunRecord } from '../domain/records.ts'
import type { RunStatus } from '../domain/statuses.ts'
import type { RunPatch } from '../ports/store.ts'
import { type Change, command, type LifecycleDeps } from './change.ts'
import { leadingTo, RUN_MOVES } from './moves.ts'
import { runStatusEvent } from './run-status-event.ts'

/** Requires that the run is RUNNING or PAUSED. Locks the run's row, so that the status stays until the transaction ends. */
export async function requireActive(it: Change, runId: string): Promise<RunRecord> {
  const status = (await it.tx.run(runId))?.status ?? 'FAILED'
  it.require(status === 'RUNNING' || status === 'PAUSED')
  return requireControllable(it, runId, [status], { status })
}

/** Changes the run. The change is refused once the run has begun to move the base branch, because a delivery cannot be stopped then. */
async function requireControllable(it: Change, runId: string, from: readonly RunStatus[], patch: RunPatch) {
  it.require(await it.tx.updateRun(runId, from, patch))
  const run = await it.tx.run(runId)
  it.require(run !== null && run.deliveryTarget === null)
  return run as RunRecord
}

/**
 * Marks the run as CANCELLING. From then on no session starts, because every start of a session compares the run's status too (C2).
 *
 * @returns the run and the number of its running sessions, or null when the run can no longer be cancelled
 */
export function requestCancel(deps: LifecycleDeps, runId: string): Promise<{ run: RunRecord; agents: number } | null> {
  return command(deps, runId, async (it) => {
    const patch = { status: 'CANCELLING', statusReason: 'cancelled' } as const
    const run = await requireControllable(it, runId, leadingTo(RUN_MOVES, 'CANCELLING'), patch)
    it.emit(runStatusEvent(run))
    return { run, agents: await it.tx.countSessions(runId, 'RUNNING') }
  })
}

/**
 * Pauses the run: no new session starts, but running agents finish and merges continue (S7). A run that waits for money then waits for a
 * person, so neither the next day nor a raise continues it.
 *
 * @returns null when the run is not RUNNING and does not wait for money
 */
export const pauseRun = (deps: LifecycleDeps, runId: string): Promise<RunRecord | null> =>
  switchRun(deps, runId, 'PAUSED', 'paused')

/** Sets a paused run to RUNNING. @returns null when the run is not PAUSED */
export const resumeRun = (deps: LifecycleDeps, runId: string): Promise<RunRecord | null> =>
  switchRun(deps, runId, 'RUNNING', null)

function switchRun(deps: LifecycleDeps, runId: string, to: 'PAUSED' | 'RUNNING', reason: string | null) {
  return command(deps, runId, async (it) => {
    const isHold = to === 'PAUSED' && (await it.tx.run(runId))?.awaitsBudget === true
    const from: RunStatus[] = to === 'PAUSED' && !isHold ? ['RUNNING'] : ['PAUSED']
    const patch = { status: to, statusReason: reason, awaitsBudget: false, resumesAt: null }
    const run = await requireControllable(it, runId, from, patch)
    it.emit(runStatusEvent(run))
    return run
  })
}

/** Changes the number of slots of a run. A lower number ends no session, but fewer sessions start. @returns null when the run is not active */
export function changeMaxConcurrency(
  deps: LifecycleDeps,
  runId: string,
  maxConcurrency: number,
): Promise<RunRecord | null> {
  return command(deps, runId, async (it) => {
    const run = await requireControllable(it, runId, ['RUNNING', 'PAUSED'], { maxConcurrency })
    it.emit(runStatusEvent(run))
    return run
  })
}
