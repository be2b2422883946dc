import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { ProviderLimit } from '../domain/provider.ts'
import type { RunTaskRecord } from '../domain/records.ts'
import type { LimitWait } from '../lifecycle/attempt-lifecycle.ts'
import type { Begun } from '../lifecycle/session-lifecycle.ts'
import type { RunView } from './run-view.ts'

/**
 * After this many attempts that did not count toward `maxAttempts`, a limit with `explains: 'failure'` is treated as an ordinary failure. An
 * attempt that reaches a limit does not count (S5). So without this bound, output that only looks like a limit could repeat a task forever,
 * and each attempt costs money. A limit with `explains: 'always'` certainly ended the attempt, so its work is not finished, whatever the
 * number of the attempt.
 */
const MAX_UNCOUNTED = 20

/**
 * Returns the limit of the provider that ended a session (S5).
 *
 * @param failed whether the session has failed. If it has not, a limit with `explains: 'failure'` is ignored
 * @returns null when no limit ended the session, or when the limit is uncertain and too many attempts have not counted
 * (`MAX_UNCOUNTED`)
 */
export function providerLimit(task: RunTaskRecord, end: AttemptEnd, failed: boolean): ProviderLimit | null {
  if (end.is !== 'ended') return null
  const { limit } = end.process
  if (limit?.explains === 'always') return limit
  return failed && task.attempts - task.countedAttempts <= MAX_UNCOUNTED ? limit : null
}

/** Says what follows from a limit: the task waits until the limit ends, unless its next session has another provider (S5). */
export const limitWait = ({ chooseSession }: RunView, { task, session }: Begun, limit: ProviderLimit): LimitWait => ({
  limit,
  waits: chooseSession(task).provider === session.provider,
})

export const limitReason = ({ reason }: ProviderLimit): string => `provider limit: ${reason}`
