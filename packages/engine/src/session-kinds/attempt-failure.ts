import type { IgnoredWork } from '../domain/attempt-report.ts'
import { missingProgram } from '../domain/missing-program.ts'
import type { ProcessEnd } from '../domain/process-end.ts'
import type { Failure, RunTaskRecord } from '../domain/records.ts'
import type { Settled } from '../lifecycle/attempt-lifecycle.ts'
import { type BackoffPolicy, backoffMs } from '../scheduler/backoff.ts'

/** What an attempt left. All of it is committed by now (D5). */
export interface LeftWork {
  tip: string
  startCommit: string
  ignored: IgnoredWork | null
}

/** Says why the attempt did not succeed. @returns null when its work enters the merge queue */
export function attemptFailure(end: ProcessEnd, left: LeftWork): Failure | null {
  const fail = (kind: Failure['class'], reason: string): Failure => ({ class: kind, reason, output: end.tail })
  if (end.failure !== null) return fail(end.failure.class, end.failure.reason)
  switch (end.how) {
    case 'lost':
      return fail('infrastructure', 'the agent process was lost')
    case 'timed-out':
      return fail('work', 'the attempt reached its time limit')
    case 'stalled':
      return fail('work', 'the agent printed nothing until the stall limit')
    case 'exited':
      if (end.exitCode !== 0) return exitFailure(end)
      if (left.tip === left.startCommit && !end.noChange)
        return fail('work', `the agent ended well but left no commit and no change${onlyIgnored(left.ignored)}`)
      return null
    default:
      return fail('infrastructure', `the attempt was ${end.how}`)
  }
}

/** At most this many paths are named. */
const MOST_NAMED = 5

function onlyIgnored(ignored: IgnoredWork | null): string {
  if (ignored === null) return ''
  const { paths, ref } = ignored
  const more = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : ''
  const names = `${paths.slice(0, MOST_NAMED).join(', ')}${more}`
  const where = ref === null ? 'They were too many or too large to keep' : `They are kept on ${ref}`
  return `, except files that git ignores: ${names}. ${where}. If they are work, change the ignore rules`
}

function exitFailure({ exitCode, tail }: ProcessEnd): Failure {
  const missing = missingProgram(exitCode, tail)
  if (missing !== null) return { class: 'configuration', reason: `the agent ended with ${missing}`, output: tail }
  return { class: 'work', reason: `the agent ended with exit code ${exitCode}`, output: tail }
}

/** I5: how often Coppice itself may fail a task in a row. The waits between grow to half a minute, enough for a lock of another git. */
const MOST_OWN_FAILURES = 6

/** S5: decides between another attempt after a wait and the end. */
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

/** I5: a failure of Coppice uses up no attempt, but the number of tries is limited. */
function afterOwnFailure(
  task: RunTaskRecord,
  failure: Failure,
  now: number,
  random: number,
  backoff: BackoffPolicy,
): Settled & { to: 'PENDING' | 'FAILED' } {
  const failures = task.ownFailures + 1
  const { reason } = failure
  if (failures >= MOST_OWN_FAILURES)
    return { to: 'FAILED', failure: { ...failure, reason: endedByUs(reason, failures) } }
  return { to: 'PENDING', failure, reason, retryAt: now + backoffMs(failures, random, backoff), counts: false }
}

const endedByUs = (reason: string, failures: number): string =>
  `${reason}\nCoppice gave up after ${failures} tries; they used up no attempt. Fix the cause, then retry the task.`
