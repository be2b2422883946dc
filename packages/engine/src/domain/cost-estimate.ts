/** What the next session with a model will probably cost. */
export interface CostEstimate {
  /** In millionths of a dollar. */
  microUsd: number
  /** Whether it comes from earlier sessions. Otherwise it is a constant number of tokens at the price of the model. */
  isLearned: boolean
}

/** What an ended session cost, in millionths of a dollar. */
export interface PastCost {
  model: string | null
  domain: string | null
  costMicroUsd: number
}
