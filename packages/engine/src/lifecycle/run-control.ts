import type { RunRecord } from '../domain/records.ts'
import type { RunStatus } from '../domain/statuses.ts'
import type { RunPatch } from '../ports/store.ts'
import { type Change, command, type LifecycleDeps } from './change.ts'
import { leadingTo, RUN_MOVES } from './moves.ts'

/** What a person may ask of an active run. Each function returns null when the run's status does not allow it. */

/** Requires that the run is active, and locks it so that nobody ends it at this instant. */
export async function requireGoingOn(it: Change, runId: string): Promise<RunRecord> {
  const status = (await it.tx.run(runId))?.status ?? 'FAILED'
  it.require(status === 'RUNNING' || status === 'PAUSED')
  return requireControllable(it, runId, [status], { status })
}

/** Requires that the run is not about to move the base branch, because that can no longer be stopped. */
async function requireControllable(it: Change, runId: string, from: readonly RunStatus[], patch: RunPatch) {
  it.require(await it.tx.updateRun(runId, from, patch))
  const run = await it.tx.run(runId)
  it.require(run !== null && run.deliveryTarget === null)
  return run as RunRecord
}

/**
 * C2: no session starts after this, because every start of a session compares and swaps the run's status too. `agents` counts the
 * sessions that were alive at that instant.
 */
export function requestCancel(deps: LifecycleDeps, runId: string): Promise<{ run: RunRecord; agents: number } | null> {
  return command(deps, runId, async (it) => {
    const patch = { status: 'CANCELLING', statusReason: 'cancelled' } as const
    const run = await requireControllable(it, runId, leadingTo(RUN_MOVES, 'CANCELLING'), patch)
    it.emit({
      type: 'RunStatusChanged',
      data: { runStatus: 'CANCELLING', reason: 'cancelled', maxConcurrency: run.maxConcurrency },
    })
    return { run, agents: await it.tx.countSessions(runId, 'RUNNING') }
  })
}

/** S7: running agents finish and merges continue, but nothing new starts. */
export const pauseRun = (deps: LifecycleDeps, runId: string): Promise<RunRecord | null> =>
  switchRun(deps, runId, 'PAUSED', 'paused')

export const resumeRun = (deps: LifecycleDeps, runId: string): Promise<RunRecord | null> =>
  switchRun(deps, runId, 'RUNNING', null)

function switchRun(deps: LifecycleDeps, runId: string, to: 'PAUSED' | 'RUNNING', reason: string | null) {
  return command(deps, runId, async (it) => {
    const from: RunStatus[] = to === 'PAUSED' ? ['RUNNING'] : ['PAUSED']
    const run = await requireControllable(it, runId, from, { status: to, statusReason: reason })
    it.emit({ type: 'RunStatusChanged', data: { runStatus: to, reason, maxConcurrency: run.maxConcurrency } })
    return run
  })
}

/** S1: lowering it ends no session. */
export function changeMaxConcurrency(
  deps: LifecycleDeps,
  runId: string,
  maxConcurrency: number,
): Promise<RunRecord | null> {
  return command(deps, runId, async (it) => {
    const run = await requireControllable(it, runId, ['RUNNING', 'PAUSED'], { maxConcurrency })
    it.emit({ type: 'RunStatusChanged', data: { runStatus: run.status, reason: run.statusReason, maxConcurrency } })
    return run
  })
}
