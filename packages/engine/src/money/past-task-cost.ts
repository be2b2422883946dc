import type { PastSession, PastTask } from '../domain/forecast.ts'
import { type CostMetrics, isUnpriced } from '../domain/unpriced.ts'

/**
 * Returns what all sessions of a task in one run cost together, in millionths of a dollar: attempts, conflict sessions and learning. A
 * failed task counts, because its money was spent too. A cancelled task does not count, because a person cut it short.
 *
 * @returns null when the task shows nothing about costs, and `UNKNOWN` when the cost of one of its sessions stays unknown (M1)
 */
export function pastTaskCost({ status, sessions }: PastTask): number | 'UNKNOWN' | null {
  if (status === 'CANCELLED' || !sessions.some(({ kind }) => kind === 'WORK')) return null
  const costs = sessions.map(sessionCost)
  if (costs.includes('UNKNOWN')) return 'UNKNOWN'
  const known = costs.filter((cost) => typeof cost === 'number')
  return known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0)
}

/** A session that was cut off may lack the report of its last request. What is known of it is near enough to learn from. */
function sessionCost({ status, flatRate, metrics }: PastSession): number | 'UNKNOWN' | null {
  if (flatRate || hasNeverStarted(metrics)) return null
  if (metrics.costMicroUsd !== null) return metrics.costMicroUsd
  if (status !== 'COMPLETED' && metrics.knownCostMicroUsd > 0) return metrics.knownCostMicroUsd
  return isUnpriced(metrics) ? 'UNKNOWN' : null
}

/** A session whose agent never started says nothing about the cost of the task. */
const hasNeverStarted = ({ costMicroUsd, inputTokens, messageCount }: CostMetrics): boolean =>
  costMicroUsd === 0 && inputTokens === null && messageCount === 0
