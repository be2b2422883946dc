import type { ProviderLimit } from '../domain/provider.ts'
import type { Failure, RunTaskRecord } from '../domain/records.ts'
import { type AttemptOutcome, type Begun, endAttempt, type SessionEnding } from '../lifecycle/attempt-lifecycle.ts'
import { afterFailure, attemptFailure } from './attempt-failure.ts'
import type { Harvest } from './harvest.ts'
import { limitReason, providerLimit } from './provider-limit.ts'
import type { RunContext } from './run-context.ts'
import { CUT_OFF, calledOff, endingOf, type SessionResult } from './session-result.ts'

/** An attempt has ended: its work goes to the merge queue, or it is tried again, or the task ends. */
export function settleWork(
  ctx: RunContext,
  begun: Begun,
  result: SessionResult,
  left: Harvest,
): Promise<RunTaskRecord | null> {
  const tip = left.is === 'stranded' ? null : left.tip
  const { status, error, outcome } = whatBecame(ctx, begun, result, left)
  return endAttempt(ctx.deps, begun, endingOf(result, status, error, tip), outcome, ctx.state.costOf([begun.task]))
}

interface Became {
  status: SessionEnding['status']
  error: string | null
  outcome: AttemptOutcome
}

function whatBecame(ctx: RunContext, begun: Begun, result: SessionResult, left: Harvest): Became {
  const off = calledOff(result)
  if (off === 'cancelled')
    return { status: 'CANCELLED', error: null, outcome: { to: 'CANCELLED', reason: 'cancelled' } }
  if (off === 'interrupted') return { status: 'INTERRUPTED', error: null, outcome: AGAIN }
  if (left.is === 'stranded')
    return result.is === 'failed' ? failed(ctx, begun, result.failure) : stranded(left.failure)
  if (left.is === 'removed') return failed(ctx, begun, left.failure)
  const failure = workFailure(begun, result, left)
  const limit = failure && failure.class !== 'configuration' && providerLimit(ctx, begun, result)
  if (limit) return limited(limit)
  if (failure) return failed(ctx, begun, failure)
  const noChange = left.tip === begun.session.startCommit
  return { status: 'COMPLETED', error: null, outcome: { to: 'MERGING', workCommit: left.tip, noChange } }
}

/** S5: what was cut off is tried again under a new number and does not count. */
const AGAIN: AttemptOutcome = { to: 'PENDING', failure: null, reason: CUT_OFF, retryAt: null, counts: false }

/** S5: what a limit of the provider cut off waits for its end and does not count, whatever else is wrong with it. */
function limited(limit: ProviderLimit): Became {
  const reason = limitReason(limit)
  return { status: 'ERROR', error: reason, outcome: { to: 'PENDING', limit, reason } }
}

/** Another attempt would pay the agent again for what lies in its worktree. */
const stranded = (failure: Failure): Became => ({
  status: 'ERROR',
  error: failure.reason,
  outcome: { to: 'FAILED', failure },
})

function failed(ctx: RunContext, { task }: Begun, failure: Failure): Became {
  const { clock, backoff } = ctx.deps
  const outcome = afterFailure(task, failure, clock.now(), clock.random(), backoff)
  return { status: 'ERROR', error: failure.reason, outcome }
}

function workFailure(begun: Begun, result: SessionResult, left: Harvest & { is: 'kept' }): Failure | null {
  if (result.is === 'failed') return result.failure
  if (result.is === 'called-off') return null
  return attemptFailure(result.end, { tip: left.tip, startCommit: begun.session.startCommit }) ?? left.teardown
}
