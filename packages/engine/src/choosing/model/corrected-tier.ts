import type { ModelResult } from '../../domain/model-choice.ts'
import { type ModelTier, nextTier, type TierModels } from '../../domain/model-tiers.ts'
import { shareInterval } from './share-interval.ts'

/** Fewer first attempts are too few to change a tier. */
const LEAST_SAMPLES = 8
/** A model whose share is certainly lower fails too often at the tasks of a domain. */
const TOO_LOW = 0.7
/** A cheaper model whose share is certainly higher does as well as a more capable one. */
const HIGH_ENOUGH = 0.85

/** A tier that the results of earlier tasks changed, and why. `reason` is null when they changed nothing. */
export interface CorrectedTier {
  tier: ModelTier
  reason: string | null
}

/**
 * Corrects the tier of a task by the share of first attempts that were merged and verified (M3). The tier changes at most to
 * the next one with another model. Not the share itself but its interval is compared with the bounds, so a few attempts change nothing.
 *
 * @param results the results in the domain of the task
 */
export function correctedTier(tier: ModelTier, models: TierModels, results: readonly ModelResult[]): CorrectedTier {
  const higher = nextTier(tier, models, 1)
  const own = resultOf(results, models[tier])
  if (own && higher !== tier && shareInterval(own.merged, own.samples).high < TOO_LOW)
    return { tier: higher, reason: `${described(own)}, so the tier is ${higher} instead of ${tier}` }
  const lower = nextTier(tier, models, -1)
  const cheaper = resultOf(results, models[lower])
  if (cheaper && lower !== tier && shareInterval(cheaper.merged, cheaper.samples).low > HIGH_ENOUGH)
    return { tier: lower, reason: `${described(cheaper)}, so the tier is ${lower} instead of ${tier}` }
  return { tier, reason: null }
}

const resultOf = (results: readonly ModelResult[], model: string): ModelResult | undefined =>
  results.find((result) => result.model === model && result.samples >= LEAST_SAMPLES)

const described = ({ model, domain, samples, merged }: ModelResult): string =>
  `${merged} of ${samples} first attempts with ${model} in the domain ${domain} were merged and verified`
