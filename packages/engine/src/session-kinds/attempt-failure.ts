import type { IgnoredWork } from '../domain/attempt-report.ts'
import { missingProgram } from '../domain/missing-program.ts'
import type { ProcessEnd } from '../domain/process-end.ts'
import type { Failure, RunTaskRecord } from '../domain/records.ts'
import type { Settled } from '../lifecycle/attempt-lifecycle.ts'
import { type BackoffPolicy, backoffMs } from '../scheduler/backoff.ts'

/** The work that an attempt left in its worktree. All of it is committed (D5). */
export interface LeftWork {
  tip: string
  baseCommit: string
  /** Whether the tip has the tree of the base commit. */
  isEmpty: boolean
  ignored: IgnoredWork | null
}

/** The texts for people for an agent whose process did not exit by itself. */
export const END_REASONS: Readonly<Record<Exclude<ProcessEnd['how'], 'exited'>, string>> = {
  lost: 'the process of the agent ended, and its exit was not recorded',
  'timed-out': 'the agent reached its time limit',
  stalled: 'the agent printed nothing for longer than its stall limit',
  cancelled: 'the agent was cancelled',
  interrupted: 'the agent was interrupted',
}

/** Returns why an attempt did not succeed. @returns null when the attempt succeeded, so that its work enters the merge queue */
export function attemptFailure(end: ProcessEnd, left: LeftWork): Failure | null {
  const fail = (kind: Failure['class'], reason: string): Failure => ({ class: kind, reason, output: end.tail })
  const poor = (reason: string): Failure => ({ ...fail('work', reason), isQuality: true })
  if (end.failure !== null)
    return end.failure.class === 'work' ? poor(end.failure.reason) : fail(end.failure.class, end.failure.reason)
  switch (end.how) {
    case 'lost':
      return fail('infrastructure', END_REASONS.lost)
    case 'timed-out':
      return poor(END_REASONS['timed-out'])
    case 'stalled':
      // A provider or a tool that does not respond also causes a stall, so a stall says nothing about the model (M3).
      return fail('work', END_REASONS.stalled)
    case 'exited':
      if (end.exitCode !== 0) return exitFailure(end)
      if (left.isEmpty && !end.noChange)
        return poor(`the agent ended with exit code 0 but left ${emptiness(left)}${onlyIgnored(left.ignored)}`)
      return null
    default:
      return fail('infrastructure', END_REASONS[end.how])
  }
}

const emptiness = ({ tip, baseCommit }: LeftWork): string =>
  tip === baseCommit ? 'no commit and no change' : 'only commits that together change nothing'

const MAX_NAMED_PATHS = 5

function onlyIgnored(ignored: IgnoredWork | null): string {
  if (ignored === null) return ''
  const { paths, ref } = ignored
  const more = paths.length > MAX_NAMED_PATHS ? ` and ${paths.length - MAX_NAMED_PATHS} more` : ''
  const names = `${paths.slice(0, MAX_NAMED_PATHS).join(', ')}${more}`
  const where = ref === null ? 'They were too many or too large to keep' : `They are kept on ${ref}`
  return `, except files that git ignores: ${names}. ${where}. If they are work, change the ignore rules`
}

function exitFailure({ exitCode, tail }: ProcessEnd): Failure {
  const missing = missingProgram(exitCode, tail)
  if (missing !== null) return { class: 'configuration', reason: `the agent ended with ${missing}`, output: tail }
  return { class: 'work', reason: `the agent ended with exit code ${exitCode}`, output: tail, isQuality: true }
}

/**
 * A task fails after this many failures of Coppice itself in a row (I5). Together, the waits between the tries take up to half a minute, so
 * that another git process has time to remove its lock.
 */
const MAX_OWN_FAILURES = 6

/** Decides after a failure whether the task gets another attempt, and when, or whether it ends as FAILED (S5). Times are in ms. */
export function afterFailure(
  task: RunTaskRecord,
  failure: Failure,
  now: number,
  random: number,
  backoff: BackoffPolicy,
): Settled & { to: 'PENDING' | 'FAILED' } {
  if (failure.class === 'coppice') return afterOwnFailure(task, failure, now, random, backoff)
  const failures = task.countedAttempts + 1
  if (failure.class === 'configuration' || failures >= task.settings.maxAttempts) return { to: 'FAILED', failure }
  const retryAt = now + backoffMs(failures, random, backoff)
  return { to: 'PENDING', failure, reason: failure.reason, retryAt, counts: true }
}

/**
 * Like `afterFailure`, for a failure of Coppice itself. The attempt then does not count toward `maxAttempts`, but the number of such
 * failures in a row is limited (I5).
 */
function afterOwnFailure(
  task: RunTaskRecord,
  failure: Failure,
  now: number,
  random: number,
  backoff: BackoffPolicy,
): Settled & { to: 'PENDING' | 'FAILED' } {
  const failures = task.ownFailures + 1
  const { reason } = failure
  if (failures >= MAX_OWN_FAILURES)
    return { to: 'FAILED', failure: { ...failure, reason: gaveUpReason(reason, failures) } }
  return { to: 'PENDING', failure, reason, retryAt: now + backoffMs(failures, random, backoff), counts: false }
}

const gaveUpReason = (reason: string, failures: number): string =>
  `${reason}\nCoppice gave up after ${failures} tries. These tries did not count as attempts. Fix the cause, then retry the task.`
