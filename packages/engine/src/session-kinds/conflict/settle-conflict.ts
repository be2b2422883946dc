import type { AttemptEnd, AttemptLeft } from '../../domain/attempt-report.ts'
import { missingProgram } from '../../domain/missing-program.ts'
import { keptRef, shortRef, workBranch } from '../../domain/naming.ts'
import type { RunTaskRecord } from '../../domain/records.ts'
import { conflictSessionFinished } from '../../lifecycle/attempt-ended.ts'
import {
  type AttemptOutcome,
  type ConflictWait,
  endAttempt,
  returnToConflict,
} from '../../lifecycle/attempt-lifecycle.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import { afterFailure, END_REASONS } from '../attempt-failure.ts'
import { mayResolve } from '../may-resolve.ts'
import { limitReason, limitWait, providerLimit } from '../provider-limit.ts'
import type { RunView } from '../run-view.ts'
import { CUT_OFF, calledOff, endingOf } from '../session-ending.ts'
import { isSignalled, SIGNALLED, signalledTooOften } from '../signalled.ts'

/**
 * Records the end of a conflict session. A resolution with unmerged entries or new conflict markers is a failure (D4), and so is one that
 * drops the task's side without a reason (S3).
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
export async function settleConflict(
  ctx: RunView,
  begun: Begun,
  ended: AttemptEnd,
  left: AttemptLeft,
): Promise<RunTaskRecord | null> {
  const { deps, state } = ctx
  const tip = left.is === 'stranded' ? null : left.tip
  const end = (status: 'COMPLETED' | 'CANCELLED' | 'ERROR', error: string | null, outcome: AttemptOutcome) =>
    endAttempt(
      deps,
      begun,
      endingOf(ended, status, error, tip, cutOff),
      outcome,
      state.costOf([begun.task]),
      conflictSessionFinished,
    )
  const signalled = await signalledTooOften(ctx, begun, ended)
  const off = signalled ? null : calledOff(ended)
  const failure = off ? null : (signalled?.reason ?? (await failureOf(ctx, begun, ended, left)))
  const limit = off || isMisconfigured(ended) ? null : providerLimit(begun.task, ended, failure !== null)
  // A later session can continue a conversation that something other than its work ended (R1).
  const cutOff = off === 'interrupted' || limit !== null || signalled !== null || isLost(ended)
  if (!off && !failure && !limit && tip !== null)
    return end('COMPLETED', null, { to: 'MERGING', workCommit: tip, noChange: false })
  const aside = tip === null ? null : await setAsideResolution(ctx, begun, tip)
  if (off === 'cancelled') return end('CANCELLED', null, { to: 'CANCELLED', reason: 'cancelled' })
  if (off)
    return returnToConflict(
      deps,
      begun,
      endingOf(ended, 'INTERRUPTED', isSignalled(ended) ? SIGNALLED : null, tip),
      CUT_OFF,
      null,
      null,
    )
  const wait = limit ? limitWait(ctx, begun, limit) : ownFailureWait(ctx, begun, ended)
  const reason = (limit ? limitReason(limit) : failure) ?? 'the conflict was not resolved'
  const mayRetry = left.is !== 'stranded' && !isOwnFailure(ended) && !isMisconfigured(ended)
  const again = mayRetry && mayResolve(ctx, begun.task)
  const told = { class: 'work', reason: `${reason}${beginsAgain(aside)}`, output: '' } as const
  if (wait || again)
    return returnToConflict(
      deps,
      begun,
      endingOf(ended, 'ERROR', reason, tip, cutOff),
      reason,
      wait,
      wait ? null : told,
    )
  return end('ERROR', reason, { to: 'CONFLICT', reason: `${begun.task.conflictFiles.join(', ')}: ${reason}` })
}

/** Says whether the agent, or the machine, was lost or could not be used. */
const isLost = (end: AttemptEnd): boolean =>
  end.is === 'failed'
    ? end.failure.class === 'infrastructure'
    : end.is === 'ended' && (end.process.how === 'lost' || end.process.failure?.class === 'infrastructure')

const isOwnFailure = (end: AttemptEnd): end is AttemptEnd & { is: 'failed' } =>
  end.is === 'failed' && end.failure.class === 'coppice'

/**
 * Returns how long the task waits for its next conflict session after a failure of Coppice itself (D4, I5).
 *
 * @returns null when the session ended for another reason, or when Coppice itself has failed too often in a row for this task
 */
function ownFailureWait(ctx: RunView, begun: Begun, end: AttemptEnd): ConflictWait | null {
  if (!isOwnFailure(end)) return null
  const { clock, backoff } = ctx.deps
  const next = afterFailure(begun.task, end.failure, clock.now(), clock.random(), backoff)
  return next.to === 'PENDING' && next.retryAt !== null ? { ownFailureUntil: next.retryAt } : null
}

/** What the agent of the next conflict session should know about a resolution that was set aside. @param ref the kept ref with it, or null */
const beginsAgain = (ref: string | null): string =>
  ref === null
    ? ''
    : `. The merge is in progress again from its beginning. The earlier resolution is on ${shortRef(ref)}`

/** Returns why the conflict was not resolved, as `conflictFailure`, or because the resolution drops the task. */
async function failureOf(ctx: RunView, begun: Begun, end: AttemptEnd, left: AttemptLeft): Promise<string | null> {
  return (
    conflictFailure(end, left) ?? (left.is === 'kept' && (await dropsTask(ctx, begun, end, left.tip)) ? DROPPED : null)
  )
}

/**
 * Says whether a resolution has the files of the other side and nothing of the task (S3). Such a merge would change nothing, and the task would be
 * completed without its work. It is correct only if the agent says that no change is needed, for example because the other side did the same.
 */
async function dropsTask(
  { repository, tip: tipOf }: RunView,
  { task }: Begun,
  end: AttemptEnd,
  tip: string,
): Promise<boolean> {
  if (tip === task.workCommit || (end.is === 'ended' && end.process.noChange)) return false
  // The run's branch has only moved forward since the merge began, so the merge base is the commit that was merged.
  const other = await repository.mergeBase(await tipOf(), tip)
  return other !== null && (await repository.tree(other)) === (await repository.tree(tip))
}

const DROPPED =
  'the resolution keeps nothing of the work of this task: its result is exactly what was merged before. Keep what the task needs. If nothing of it is needed, the agent must say why, and report that no change is needed'

function conflictFailure(end: AttemptEnd, left: AttemptLeft): string | null {
  if (left.is !== 'kept') return left.failure.reason
  if (end.is === 'failed') return end.failure.reason
  if (end.is === 'ended' && end.process.failure !== null)
    return `the conflict session failed: ${end.process.failure.reason}`
  if (end.is === 'ended' && end.process.how !== 'exited')
    return `the conflict session failed: ${END_REASONS[end.process.how]}`
  if (end.is === 'ended' && end.process.exitCode !== 0)
    return `the conflict session ended with ${missingOf(end) ?? `exit code ${end.process.exitCode}`}`
  if (left.unresolved.length > 0) return `the conflict session left ${left.unresolved.join(', ')} unresolved`
  return null
}

/** Says whether the failure is one of configuration. If it is, another session would fail in the same way (S5). */
function isMisconfigured(end: AttemptEnd): boolean {
  if (end.is === 'failed') return end.failure.class === 'configuration'
  const reported = end.is === 'ended' ? end.process.failure?.class : undefined
  return reported === 'configuration' || missingOf(end) !== null
}

const missingOf = (end: AttemptEnd): string | null =>
  end.is === 'ended' && end.process.how === 'exited' ? missingProgram(end.process.exitCode, end.process.tail) : null

/**
 * Moves the work branch back to the finished work of the task. The commits of the conflict session stay on a kept ref (D5).
 * @returns the kept ref, or null when the session left no commits
 */
async function setAsideResolution(ctx: RunView, { task, session }: Begun, tip: string): Promise<string | null> {
  const work = task.workCommit
  if (work === null || tip === work) return null
  const { number } = ctx.state.run
  const ref = `${keptRef(number, task.key, session.attempt)}-session-${session.number}`
  await ctx.repository.updateRef(ref, tip, null)
  await ctx.repository.updateRef(workBranch(number, task.key), work, tip)
  return ref
}
