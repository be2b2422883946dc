import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { ProviderLimit } from '../domain/provider.ts'
import type { RunTaskRecord } from '../domain/records.ts'
import type { LimitWait } from '../lifecycle/attempt-lifecycle.ts'
import type { Begun } from '../lifecycle/session-lifecycle.ts'
import type { RunView } from './run-view.ts'

/**
 * After this many attempts that did not count toward `maxAttempts`, a limit is treated as an ordinary failure. An attempt that reaches a
 * limit does not count (S5). So without this bound, output that only looks like a limit could repeat a task forever, and each attempt costs
 * money.
 */
const MAX_UNCOUNTED = 20

/**
 * Returns the limit of the provider that ended a session (S5).
 *
 * @param failed whether the session has failed. If it has not, a limit with `explains: 'failure'` is ignored
 * @returns null when no limit ended the session, or when too many attempts have not counted (`MAX_UNCOUNTED`)
 */
export function providerLimit(task: RunTaskRecord, end: AttemptEnd, failed: boolean): ProviderLimit | null {
  if (end.is !== 'ended' || task.attempts - task.countedAttempts > MAX_UNCOUNTED) return null
  const { limit } = end.process
  return limit !== null && (failed || limit.explains === 'always') ? limit : null
}

/** Says what follows from a limit: the task waits until the limit ends, unless its next session has another provider (S5). */
export const limitWait = ({ deps }: RunView, { task, session }: Begun, limit: ProviderLimit): LimitWait => ({
  limit,
  waits: deps.chooseSession(task).provider === session.provider,
})

export const limitReason = ({ reason }: ProviderLimit): string => `provider limit: ${reason}`
