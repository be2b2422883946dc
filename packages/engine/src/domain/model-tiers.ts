/** The tiers of models, from the cheapest to the most capable (M3). */
export const MODEL_TIERS = ['light', 'standard', 'strong'] as const

export type ModelTier = (typeof MODEL_TIERS)[number]

/** The model of each tier. */
export type TierModels = Readonly<Record<ModelTier, string>>

/** Returns the tier a number of steps above another, at most the highest and at least the lowest. */
export function tierAbove(tier: ModelTier, steps: number): ModelTier {
  const index = MODEL_TIERS.indexOf(tier) + steps
  return MODEL_TIERS[Math.min(Math.max(index, 0), MODEL_TIERS.length - 1)] ?? tier
}
