import type { ModelSettings } from '../../domain/model-choice.ts'
import { MODEL_TIERS, type TierModels } from '../../domain/model-tiers.ts'
import known from './tier-models.json' with { type: 'json' }

/** The day on which the models of the tiers were checked. */
export const TIERS_DATE: string = known.date

const KNOWN: Readonly<Record<string, TierModels>> = known.providers

/**
 * Returns the models of the tiers for an agent. For each tier, the model is the one of the plan, or else the one that Coppice knows, or else the
 * one of the nearest tier.
 *
 * @param names the names under which a plan may list the tiers, such as the provider and the kind of the agent
 * @param usesKnown whether the models that Coppice knows fit the agent
 * @returns null when no tiers are known for these names
 */
export function tiersOf(settings: ModelSettings, names: readonly string[], usesKnown: boolean): TierModels | null {
  const own = names.map((name) => settings.tiers[name]).find((tiers) => tiers !== undefined)
  const ours = usesKnown ? names.map((name) => KNOWN[name]).find((tiers) => tiers !== undefined) : undefined
  const merged = { ...ours, ...own }
  const given = MODEL_TIERS.filter((tier) => merged[tier] !== undefined)
  const [first] = given
  if (first === undefined) return null
  const nearest = (index: number) => given.findLast((tier) => MODEL_TIERS.indexOf(tier) <= index) ?? first
  const [light, standard, strong] = MODEL_TIERS.map((_, index) => merged[nearest(index)] as string)
  return { light, standard, strong } as TierModels
}
