import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { ProviderLimit } from '../domain/provider.ts'
import type { RunTaskRecord } from '../domain/records.ts'

/**
 * An attempt that runs into a limit does not count (S5). Words that only look like a limit could therefore keep a task trying for ever,
 * at a price. After so many attempts that did not count, they are failures like others.
 */
const MOST_UNCOUNTED = 20

/** S5: the limit that cut off a session. `failed`: the session has not succeeded. @returns null when no limit was the cause */
export function providerLimit(task: RunTaskRecord, end: AttemptEnd, failed: boolean): ProviderLimit | null {
  if (end.is !== 'ended' || task.attempts - task.countedAttempts > MOST_UNCOUNTED) return null
  const { limit } = end.process
  return limit !== null && (failed || limit.explains === 'always') ? limit : null
}

export const limitReason = ({ reason }: ProviderLimit): string => `provider limit: ${reason}`
