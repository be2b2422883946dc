import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { ProviderLimit } from '../domain/provider.ts'
import type { RunTaskRecord } from '../domain/records.ts'

/**
 * An attempt that runs into a limit does not count (S5). Words that only look like a limit could therefore keep a task trying for ever,
 * at a price. After so many attempts that did not count, they are failures like others.
 */
const MOST_UNCOUNTED = 20

/** S5: the limit that a session which did not succeed ran into. @returns null when no limit was the cause */
export function providerLimit(task: RunTaskRecord, end: AttemptEnd): ProviderLimit | null {
  if (end.is !== 'ended' || task.attempts - task.countedAttempts > MOST_UNCOUNTED) return null
  return end.limit
}

export const limitReason = ({ reason }: ProviderLimit): string => `provider limit: ${reason}`
