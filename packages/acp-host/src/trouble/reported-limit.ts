import type { ProviderLimit } from '@coppice/engine/domain/provider'

interface Report {
  status?: unknown
  resetsAt?: unknown
  /** Whether the account pays for what is above the limit, so that the agent continues. */
  isUsingOverage?: unknown
}

/**
 * Returns the limit that is valid after an update of the usage. Claude Code reports the limits of a subscription in such updates. Only the
 * newest report counts, because it may say that the provider allows requests again. `resetsAt` is in seconds since 1970.
 *
 * @param before the limit that held before the update, or null
 */
export function limitAfter(
  meta: Record<string, unknown> | null | undefined,
  before: ProviderLimit | null,
): ProviderLimit | null {
  const report = meta?.['_claude/rateLimit'] as Report | null | undefined
  if (report === null || report === undefined) return before
  if (report.status !== 'rejected' || report.isUsingOverage === true) return null
  const until = typeof report.resetsAt === 'number' ? report.resetsAt * 1_000 : null
  return { until, reason: 'the limit of the subscription is reached' }
}
