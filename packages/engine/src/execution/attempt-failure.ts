import type { Failure, RunTaskRecord } from '../domain/records.ts'
import type { Settled } from '../lifecycle/attempt-lifecycle.ts'
import type { ProcessEnd } from '../ports/harness.ts'
import { type BackoffPolicy, backoffMs } from '../scheduler/backoff.ts'

/** What an attempt left in its worktree, all of it committed by now (D5). */
export interface LeftWork {
  tip: string
  startCommit: string
  /** Copied or linked paths that it committed all the same (I5). */
  forbidden: readonly string[]
}

/** Why the attempt did not succeed, or null where its work goes on to the merge queue. */
export function attemptFailure(end: ProcessEnd, left: LeftWork): Failure | null {
  const fail = (kind: Failure['class'], reason: string): Failure => ({ class: kind, reason, output: end.tail })
  switch (end.how) {
    case 'lost':
      return fail('infrastructure', 'the agent process was lost')
    case 'timed-out':
      return fail('work', 'the attempt reached its time limit')
    case 'stalled':
      return fail('work', 'the agent printed nothing until the stall limit')
    case 'exited':
      if (end.exitCode !== 0) return fail('work', `the agent ended with exit code ${end.exitCode}`)
      if (left.forbidden.length > 0)
        return fail('work', `the work commits ${left.forbidden.join(', ')}, which a plan only lends to the worktree`)
      if (left.tip === left.startCommit && !end.noChange)
        return fail('work', 'the agent ended well but left no commit and no change')
      return null
    default:
      return fail('infrastructure', `the attempt was ${end.how}`)
  }
}

/** S5: another attempt after a wait, or the end. */
export function afterFailure(
  task: RunTaskRecord,
  failure: Failure,
  now: number,
  random: number,
  backoff: BackoffPolicy,
): Settled & { to: 'PENDING' | 'FAILED' } {
  const failures = task.countedAttempts + 1
  if (failures >= task.settings.maxAttempts) return { to: 'FAILED', failure }
  const retryAt = now + backoffMs(failures, random, backoff)
  return { to: 'PENDING', failure, reason: failure.reason, retryAt, counts: true }
}
