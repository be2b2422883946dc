import type {
  ComplexityEstimate,
  ModelAlternative,
  ModelChoice,
  ModelResult,
  ModelRule,
  ModelSettings,
} from '../../domain/model-choice.ts'
import { MODEL_TIERS, type ModelTier, nextTier, type TierModels, tierAbove } from '../../domain/model-tiers.ts'
import type { TaskDomain } from '../../domain/task-domains.ts'
import { correctedTier } from './corrected-tier.ts'

/** Everything from which a model is chosen. */
export interface ModelInputs {
  task: {
    /** The model that the plan names for the task. It is null when the plan names none. */
    pinned: string | null
    priority: number
    /** The kind of agent. */
    agent: string
    labels: readonly string[]
    /** How many earlier attempts at the task were not good enough. */
    qualityFailures: number
  }
  domain: TaskDomain
  domainWords: readonly string[]
  complexity: ComplexityEstimate
  policy: ModelSettings['policy']
  /** The models of the tiers. They are null when they are not known for the agent, or when the agent takes no model. */
  tiers: TierModels | null
  /** Whether the agent works with the model that Coppice names. */
  takesModel: boolean
  /** The model of the kind of agent. It is null when the agent has a default of its own. */
  defaultModel: string | null
  /** The results in the domain of the task. */
  results: readonly ModelResult[]
  /** @returns the estimated cost of a session in millionths of a dollar, or null when it is unknown */
  costOf(model: string): number | null
}

/** What was chosen, before the fields that every choice has are added. */
type Decision = Pick<ModelChoice, 'model' | 'by' | 'tier'> & { reasons: readonly string[] }

/**
 * Chooses the model of a session, and says why (M3): the model that the plan names, or else the first rule of the policy that fits, or else
 * the tier that follows from the complexity of the task, corrected by results. After attempts that were not good enough, the tier is higher
 * by one model for each, except when the plan names the model.
 */
export function chooseModel(inputs: ModelInputs): ModelChoice {
  const { reasons, ...decision } = decide(inputs)
  const { domain, domainWords, complexity, results, task, costOf } = inputs
  return {
    ...decision,
    reason: reasons.map(sentence).join(' '),
    estimatedCostMicroUsd: decision.model === null ? null : costOf(decision.model),
    alternatives: inputs.takesModel ? alternatives(inputs, decision) : [],
    domain,
    domainWords,
    complexity,
    results,
    qualityFailures: task.qualityFailures,
  }
}

function decide(inputs: ModelInputs): Decision {
  const { task, tiers, takesModel, defaultModel } = inputs
  if (task.pinned !== null) return pinned(task.pinned, inputs)
  if (!takesModel) return { model: null, by: 'agent', tier: null, reasons: ['the agent chooses its model itself'] }
  const rule = inputs.policy.findIndex((one) => holds(one, inputs))
  const byPolicy = rule === -1 ? null : ruled(rule, inputs)
  if (byPolicy !== null) return escalated(byPolicy, inputs)
  if (tiers !== null) return escalated(tiered(tiers, inputs), inputs)
  if (defaultModel === null)
    return {
      model: null,
      by: 'agent',
      tier: null,
      reasons: ['the plan names no models for this agent, so the agent chooses its model itself'],
    }
  return {
    model: defaultModel,
    by: 'default',
    tier: null,
    reasons: ['the tiers of this provider are not known, so it is the default of the agent'],
  }
}

function pinned(model: string, { tiers, takesModel, task }: ModelInputs): Decision {
  const unchanged =
    takesModel && task.qualityFailures > 0
      ? [`${failures(task.qualityFailures)}, but a model that the plan names is never replaced`]
      : []
  const reasons = takesModel
    ? ['the plan names this model for the task']
    : ['the plan names this model for the record. The agent chooses its model itself']
  return { model, by: 'pin', tier: tierOf(model, tiers), reasons: [...reasons, ...unchanged] }
}

const holds = ({ priority, domain, label, agent }: ModelRule, inputs: ModelInputs): boolean =>
  (priority === null || inputs.task.priority <= priority) &&
  (domain === null || inputs.domain === domain) &&
  (agent === null || inputs.task.agent === agent) &&
  (label === null || inputs.task.labels.includes(label))

/** @returns null when the rule names a tier, and the tiers of the agent are not known */
function ruled(index: number, { policy, tiers }: ModelInputs): Decision | null {
  const rule = policy[index] as ModelRule
  const reasons = [`rule ${index + 1} of the policy of the plan (${conditions(rule)}) says ${rule.model}`]
  if (!isTier(rule.model)) return { model: rule.model, by: 'policy', tier: tierOf(rule.model, tiers), reasons }
  return tiers === null ? null : { model: tiers[rule.model], by: 'policy', tier: rule.model, reasons }
}

const conditions = ({ priority, domain, label, agent }: ModelRule): string =>
  [
    ...(priority === null ? [] : [`priority ${priority} or lower`]),
    ...(domain === null ? [] : [`domain ${domain}`]),
    ...(label === null ? [] : [`label ${label}`]),
    ...(agent === null ? [] : [`agent ${agent}`]),
  ].join(', ') || 'all tasks'

function tiered(tiers: TierModels, { complexity, domain, domainWords, results }: ModelInputs): Decision {
  const because = domainWords.length === 0 ? '' : ` (${domainWords.join(', ')})`
  const signals = complexity.signals.map(({ what, weight }) => `${what} ${weight > 0 ? '+' : '−'}${Math.abs(weight)}`)
  const score = `score ${complexity.score}${signals.length === 0 ? '' : `: ${signals.join(', ')}`}`
  const first = `the task belongs to the domain ${domain}${because}, and its complexity is ${complexity.tier} (${score})`
  const { tier, reason } = correctedTier(complexity.tier, tiers, results)
  return { model: tiers[tier], by: 'tier', tier, reasons: reason === null ? [first] : [first, reason] }
}

/** Raises the tier by one different model for each attempt that was not good enough. A model that belongs to no tier stays. */
function escalated(decision: Decision, { task, tiers }: ModelInputs): Decision {
  const { qualityFailures } = task
  if (qualityFailures === 0) return decision
  const why = failures(qualityFailures)
  if (tiers === null || decision.tier === null)
    return {
      ...decision,
      reasons: [...decision.reasons, `${why}, but this model belongs to no tier, so no tier is higher`],
    }
  const tier = tierAbove(decision.tier, tiers, qualityFailures)
  const result =
    tier === decision.tier
      ? `, but no tier higher than ${tier} has another model`
      : `, so the tier is ${tier} instead of ${decision.tier}`
  return { ...decision, tier, model: tiers[tier], reasons: [...decision.reasons, why + result] }
}

const failures = (count: number): string =>
  count === 1 ? '1 earlier attempt was not good enough' : `${count} earlier attempts were not good enough`

function alternatives({ tiers, costOf }: ModelInputs, chosen: Pick<Decision, 'model' | 'tier'>): ModelAlternative[] {
  if (tiers === null) return []
  return MODEL_TIERS.filter((tier) => tiers[tier] !== chosen.model).map((tier) => ({
    model: tiers[tier],
    tier,
    estimatedCostMicroUsd: costOf(tiers[tier]),
    why: whyNot(tier, chosen.tier, tiers),
  }))
}

function whyNot(tier: ModelTier, chosen: ModelTier | null, tiers: TierModels): string {
  if (chosen === null) return `the tier ${tier}`
  if (MODEL_TIERS.indexOf(tier) < MODEL_TIERS.indexOf(chosen)) return `the tier ${tier} is for easier tasks`
  const next = nextTier(chosen, tiers, 1) === tier ? ', and for the next attempt if this one is not good enough' : ''
  return `the tier ${tier} is for harder tasks${next}`
}

const isTier = (model: string): model is ModelTier => MODEL_TIERS.some((tier) => tier === model)

const tierOf = (model: string, tiers: TierModels | null): ModelTier | null =>
  MODEL_TIERS.find((tier) => tiers?.[tier] === model) ?? null

const sentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
