import type { PastCost } from './cost-estimate.ts'
import type { ModelTier } from './model-tiers.ts'
import type { TaskDomain } from './task-domains.ts'

/** Which model a session works with, and why (M3). It is stored with the session. */
export interface ModelChoice {
  /** It is null when the agent chooses its model itself. */
  model: string | null
  /**
   * What decided: the model that the plan names for the task, a rule of the plan's policy, the tier that follows from the complexity of the
   * task, the default of the kind of agent when no tiers are known, or the agent itself.
   */
  by: 'pin' | 'policy' | 'tier' | 'default' | 'agent'
  /** The tier to which the model belongs. It is null when the model belongs to none. */
  tier: ModelTier | null
  /** One or more sentences for people. */
  reason: string
  /** The estimated cost of a session in millionths of a dollar. It is null when it is unknown. */
  estimatedCostMicroUsd: number | null
  /** The models that were considered and not chosen, from the cheapest tier. */
  alternatives: readonly ModelAlternative[]
  domain: TaskDomain
  /** The words and paths from which the domain follows. They are empty when the plan names the domain, or when nothing names one. */
  domainWords: readonly string[]
  complexity: ComplexityEstimate
  /** The results of this project in the domain of the task that were known when the model was chosen. */
  results: readonly ModelResult[]
  /** How many earlier attempts at the task were not good enough. */
  qualityFailures: number
}

export interface ModelAlternative {
  model: string
  tier: ModelTier
  estimatedCostMicroUsd: number | null
  /** Why this model was not chosen, as a part of a sentence. */
  why: string
}

/** How hard a task seems to be. `docs/models.md` lists the signals and their weights. */
export interface ComplexityEstimate {
  tier: ModelTier
  score: number
  signals: readonly ComplexitySignal[]
}

/** One observation about a task, with what it adds to the score. */
export interface ComplexitySignal {
  /** For people, such as `the word "deadlock"`. */
  what: string
  weight: number
}

/**
 * What became of the first attempts with a model at tasks of a domain. Attempts that ended by a failure of infrastructure, of a provider or
 * of Coppice are not among them.
 */
export interface ModelResult {
  model: string
  domain: TaskDomain
  /** The number of first attempts with a known end. */
  samples: number
  /** The number of those whose work was merged and verified. */
  merged: number
  /** The average cost of an attempt in millionths of a dollar. It is null when no cost is known. */
  averageCostMicroUsd: number | null
}

/** What a kind of agent does with models. */
export interface AgentModels {
  /** The provider whose limits apply if the plan names none (S5). */
  provider: string
  /** Whether the agent works with the model that Coppice names. */
  takesModel: boolean
  /** It is null when the agent has a default of its own. Then the tiers that Coppice knows do not fit the agent. */
  defaultModel: string | null
}

/** What the earlier sessions of a project say about models. */
export interface ModelHistory {
  results: readonly ModelResult[]
  /** What sessions cost, newest first. */
  costs: readonly PastCost[]
}

/** The models and the policy of a project. */
export interface ModelSettings {
  /** The models of the tiers by a provider that the plan names, or by kind of agent. They replace those of Coppice. */
  tiers: Readonly<Record<string, Readonly<Partial<Record<ModelTier, string>>>>>
  /** The first rule whose conditions all hold decides. */
  policy: readonly ModelRule[]
}

/** A condition that is null always holds. */
export interface ModelRule {
  /** Holds for tasks with this priority or a lower number. */
  priority: number | null
  domain: TaskDomain | null
  /** A kind of agent. */
  agent: string | null
  label: string | null
  /** A tier or the id of a model. */
  model: string
}
