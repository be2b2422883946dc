import type { AttemptEnd, AttemptLeft } from '../../domain/attempt-report.ts'
import type { ProviderLimit } from '../../domain/provider.ts'
import type { Failure, RunTaskRecord } from '../../domain/records.ts'
import { attemptFinished } from '../../lifecycle/attempt-ended.ts'
import { type AttemptOutcome, endAttempt } from '../../lifecycle/attempt-lifecycle.ts'
import type { Begun, SessionEnding } from '../../lifecycle/session-lifecycle.ts'
import { afterFailure, attemptFailure } from '../attempt-failure.ts'
import { limitReason, limitWait, providerLimit } from '../provider-limit.ts'
import type { RunView } from '../run-view.ts'
import { CUT_OFF, calledOff, endingOf } from '../session-ending.ts'
import { isSignalled, SIGNALLED, signalledTooOften } from '../signalled.ts'

/**
 * Records the end of an attempt. Its work enters the merge queue, or the task waits for another attempt, or the task ends.
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
export async function settleWork(
  ctx: RunView,
  begun: Begun,
  end: AttemptEnd,
  left: AttemptLeft,
): Promise<RunTaskRecord | null> {
  const tip = left.is === 'stranded' ? null : left.tip
  const signalled = await signalledTooOften(ctx, begun, end)
  const { status, error, outcome, cutOff } = signalled ? failed(ctx, begun, signalled) : resultOf(ctx, begun, end, left)
  const cost = ctx.state.costOf([begun.task])
  return endAttempt(ctx.deps, begun, endingOf(end, status, error, tip, cutOff), outcome, cost, attemptFinished)
}

interface WorkResult {
  status: SessionEnding['status']
  error: string | null
  outcome: AttemptOutcome
  /** Whether something other than the work ended the session, so that the next attempt continues its conversation (R1). */
  cutOff: boolean
}

function resultOf(ctx: RunView, begun: Begun, end: AttemptEnd, left: AttemptLeft): WorkResult {
  const off = calledOff(end)
  if (off === 'cancelled')
    return { status: 'CANCELLED', error: null, outcome: { to: 'CANCELLED', reason: 'cancelled' }, cutOff: false }
  if (off === 'interrupted') {
    const error = isSignalled(end) ? SIGNALLED : null
    return { status: 'INTERRUPTED', error, outcome: INTERRUPTED, cutOff: true }
  }
  if (left.is === 'stranded') return end.is === 'failed' ? failed(ctx, begun, end.failure) : stranded(left.failure)
  if (left.is === 'removed') return failed(ctx, begun, left.failure)
  const failure = workFailure(begun, end, left)
  const limit = failure?.class === 'configuration' ? null : providerLimit(begun.task, end, failure !== null)
  if (limit) return limited(ctx, begun, limit)
  if (failure) return failed(ctx, begun, failure)
  const noChange = left.tip === begun.session.baseCommit
  return { status: 'COMPLETED', error: null, outcome: { to: 'MERGING', workCommit: left.tip, noChange }, cutOff: false }
}

/** An attempt that was interrupted does not count toward `maxAttempts`. The next attempt gets a new number (S5). */
const INTERRUPTED: AttemptOutcome = { to: 'PENDING', failure: null, reason: CUT_OFF, retryAt: null, counts: false }

/** An attempt that reached a limit of the provider does not count toward `maxAttempts`, even if it also failed (S5). */
function limited(ctx: RunView, begun: Begun, limit: ProviderLimit): WorkResult {
  const reason = limitReason(limit)
  const outcome = { to: 'PENDING', reason, ...limitWait(ctx, begun, limit) } as const
  return { status: 'ERROR', error: reason, outcome, cutOff: true }
}

/** The work exists but is not committed. The task fails, because another attempt would cost money for the same work. */
const stranded = (failure: Failure): WorkResult => ({
  status: 'ERROR',
  error: failure.reason,
  outcome: { to: 'FAILED', failure },
  cutOff: false,
})

function failed(ctx: RunView, { task }: Begun, failure: Failure): WorkResult {
  const { clock, backoff } = ctx.deps
  const outcome = afterFailure(task, failure, clock.now(), clock.random(), backoff)
  const cutOff = failure.class === 'infrastructure' || failure.class === 'coppice'
  return { status: 'ERROR', error: failure.reason, outcome, cutOff }
}

function workFailure(begun: Begun, end: AttemptEnd, left: AttemptLeft & { is: 'kept' }): Failure | null {
  if (end.is === 'failed') return end.failure
  if (end.is === 'called-off') return null
  return attemptFailure(end.process, { ...left, baseCommit: begun.session.baseCommit }) ?? left.teardown
}
