/** The part of a session's metrics that says whether its cost is known. Costs are in millionths of a dollar. */
export interface CostMetrics {
  messageCount: number
  toolCallCount: number
  inputTokens: number | null
  costMicroUsd: number | null
  knownCostMicroUsd: number
}

/**
 * Says whether the cost of an ended session is unknown (M1). A session in which the agent did nothing has made no request, so it cost
 * nothing. A plain command reports nothing, so it counts as such a session.
 */
export const isUnpriced = ({
  messageCount,
  toolCallCount,
  inputTokens,
  costMicroUsd,
  knownCostMicroUsd,
}: CostMetrics): boolean =>
  costMicroUsd === null && (messageCount + toolCallCount > 0 || inputTokens !== null || knownCostMicroUsd > 0)
