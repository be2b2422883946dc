/** The tiers of models, from the cheapest to the most capable (M3). */
export const MODEL_TIERS = ['light', 'standard', 'strong'] as const

export type ModelTier = (typeof MODEL_TIERS)[number]

/** The model of each tier. */
export type TierModels = Readonly<Record<ModelTier, string>>

/**
 * Returns the next tier above another, or with `steps` -1 the next below, that has a different model. Several tiers may have the same model.
 * @returns the same tier when there is none
 */
export function nextTier(tier: ModelTier, models: TierModels, steps: 1 | -1): ModelTier {
  const above = steps === 1 ? MODEL_TIERS : MODEL_TIERS.toReversed()
  return above.slice(above.indexOf(tier)).find((one) => models[one] !== models[tier]) ?? tier
}

/** Returns the tier whose model is a number of different models above that of another tier, at most the highest. */
export function tierAbove(tier: ModelTier, models: TierModels, count: number): ModelTier {
  const above = nextTier(tier, models, 1)
  return count === 0 || above === tier ? tier : tierAbove(above, models, count - 1)
}
