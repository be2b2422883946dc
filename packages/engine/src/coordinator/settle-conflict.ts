import { missingProgram } from '../domain/missing-program.ts'
import { keptRef, workBranch } from '../domain/naming.ts'
import type { RunTaskRecord } from '../domain/records.ts'
import {
  type AttemptOutcome,
  type Begun,
  type ConflictWait,
  endAttempt,
  returnToConflict,
} from '../lifecycle/attempt-lifecycle.ts'
import { afterFailure } from './attempt-failure.ts'
import type { Harvest } from './harvest.ts'
import { mayResolve } from './may-resolve.ts'
import { limitReason, providerLimit } from './provider-limit.ts'
import type { RunContext } from './run-context.ts'
import { CUT_OFF, calledOff, endingOf, type SessionResult } from './session-result.ts'

/** D4: a resolution with unmerged entries or new conflict markers is refused. */
export async function settleConflict(
  ctx: RunContext,
  begun: Begun,
  result: SessionResult,
  left: Harvest,
): Promise<RunTaskRecord | null> {
  const { deps, state } = ctx
  const tip = left.is === 'stranded' ? null : left.tip
  const end = (status: 'COMPLETED' | 'CANCELLED' | 'ERROR', error: string | null, outcome: AttemptOutcome) =>
    endAttempt(deps, begun, endingOf(result, status, error, tip), outcome, state.costOf([begun.task]))
  const off = calledOff(result)
  const failure = off ? null : conflictFailure(result, left)
  if (!off && !failure && tip !== null)
    return end('COMPLETED', null, { to: 'MERGING', workCommit: tip, noChange: false })
  if (tip !== null) await setAsideResolution(ctx, begun, tip)
  if (off === 'cancelled') return end('CANCELLED', null, { to: 'CANCELLED', reason: 'cancelled' })
  if (off) return returnToConflict(deps, begun, endingOf(result, 'INTERRUPTED', null, tip), CUT_OFF, null)
  const wait = whyNotCounted(ctx, begun, result)
  const reason = (wait && 'limit' in wait ? limitReason(wait.limit) : failure) ?? 'the conflict was not resolved'
  const mayGoOn = left.is !== 'stranded' && !isOwnFailure(result) && !lacksProgram(result)
  const again = mayGoOn && mayResolve(ctx, begun.task)
  if (wait || again) return returnToConflict(deps, begun, endingOf(result, 'ERROR', reason, tip), reason, wait)
  return end('ERROR', reason, { to: 'CONFLICT', reason: `${begun.task.conflictFiles.join(', ')}: ${reason}` })
}

const isOwnFailure = (result: SessionResult): result is SessionResult & { is: 'failed' } =>
  result.is === 'failed' && result.failure.class === 'coppice'

/** D4, I5: null where it counts, and where Coppice itself has failed too often. */
function whyNotCounted(ctx: RunContext, begun: Begun, result: SessionResult): ConflictWait | null {
  const limit = providerLimit(ctx, begun, result)
  if (limit) return { limit }
  if (!isOwnFailure(result)) return null
  const { clock, backoff } = ctx.deps
  const next = afterFailure(begun.task, result.failure, clock.now(), clock.random(), backoff)
  return next.to === 'PENDING' && next.retryAt !== null ? { ownFailureUntil: next.retryAt } : null
}

function conflictFailure(result: SessionResult, left: Harvest): string | null {
  if (left.is !== 'kept') return left.failure.reason
  if (result.is === 'failed') return result.failure.reason
  if (result.is === 'ended' && result.end.how !== 'exited') return `the conflict session was ${result.end.how}`
  if (result.is === 'ended' && result.end.exitCode !== 0)
    return `the conflict session ended with ${missingOf(result) ?? `exit code ${result.end.exitCode}`}`
  if (left.unresolved.length > 0) return `the conflict session left ${left.unresolved.join(', ')} unresolved`
  return null
}

/** S5: another session would miss it too. */
const lacksProgram = (result: SessionResult): boolean =>
  result.is === 'failed' ? result.failure.class === 'configuration' : missingOf(result) !== null

const missingOf = (result: SessionResult): string | null =>
  result.is === 'ended' && result.end.how === 'exited' ? missingProgram(result.end.exitCode, result.end.tail) : null

/** The work branch goes back to the finished work; what the session wrote stays on a kept ref (D5). */
async function setAsideResolution(ctx: RunContext, { task, session }: Begun, tip: string): Promise<void> {
  const work = task.workCommit
  if (work === null || tip === work) return
  const { number } = ctx.state.run
  await ctx.repository.updateRef(`${keptRef(number, task.key, session.attempt)}-session-${session.number}`, tip, null)
  await ctx.repository.updateRef(workBranch(number, task.key), work, tip)
}
