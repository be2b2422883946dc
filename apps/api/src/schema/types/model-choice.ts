import type { ComplexityEstimate, ComplexitySignal, ModelAlternative, ModelChoice, ModelResult } from '@coppice/engine'
import { builder } from '../builder.ts'

const MICRO_USD_PER_USD = 1_000_000
const usd = (microUsd: number | null): number | null => microUsd && microUsd / MICRO_USD_PER_USD

const ComplexitySignalType = builder.objectRef<ComplexitySignal>('ComplexitySignal').implement({
  description: 'One observation about a task, with what it adds to the score.',
  fields: (t) => ({
    what: t.exposeString('what', { description: 'For people, such as: the word "deadlock".' }),
    weight: t.exposeFloat('weight'),
  }),
})

const ComplexityType = builder.objectRef<ComplexityEstimate>('Complexity').implement({
  description: 'How hard a task seems to be.',
  fields: (t) => ({
    tier: t.exposeString('tier', { description: 'light, standard or strong.' }),
    score: t.exposeFloat('score', { description: 'The sum of the weights of the signals.' }),
    signals: t.field({ type: [ComplexitySignalType], resolve: ({ signals }) => [...signals] }),
  }),
})

const ModelAlternativeType = builder.objectRef<ModelAlternative>('ModelAlternative').implement({
  description: 'A model that was considered and not chosen.',
  fields: (t) => ({
    model: t.exposeString('model'),
    tier: t.exposeString('tier', { description: 'light, standard or strong.' }),
    estimatedCostUsd: t.float({
      nullable: true,
      description: 'What a session with this model will probably cost. It is null when its price is unknown.',
      resolve: ({ estimatedCostMicroUsd }) => usd(estimatedCostMicroUsd),
    }),
    why: t.exposeString('why', { description: 'Why this model was not chosen, as a part of a sentence.' }),
  }),
})

const ModelResultType = builder.objectRef<ModelResult>('ModelResult').implement({
  description: 'What became of the first attempts with a model at tasks of a domain.',
  fields: (t) => ({
    model: t.exposeString('model'),
    domain: t.exposeString('domain'),
    samples: t.exposeInt('samples', { description: 'How many first attempts have a known end.' }),
    merged: t.exposeInt('merged', { description: 'How many of them were merged and verified.' }),
  }),
})

export const ModelChoiceType = builder.objectRef<ModelChoice>('ModelChoice').implement({
  description: 'Which model a session works with, and why.',
  fields: (t) => ({
    model: t.exposeString('model', {
      nullable: true,
      description: 'It is null when the agent chooses its model itself.',
    }),
    by: t.exposeString('by', { description: 'What decided: pin, policy, tier, default or agent.' }),
    tier: t.exposeString('tier', {
      nullable: true,
      description: 'light, standard or strong. It is null when the model belongs to no tier.',
    }),
    reason: t.exposeString('reason', { description: 'One or more sentences for people.' }),
    estimatedCostUsd: t.float({
      nullable: true,
      description: 'What a session with this model will probably cost. It is null when its price is unknown.',
      resolve: ({ estimatedCostMicroUsd }) => usd(estimatedCostMicroUsd),
    }),
    alternatives: t.field({ type: [ModelAlternativeType], resolve: ({ alternatives }) => [...alternatives] }),
    domain: t.exposeString('domain'),
    domainWords: t.stringList({
      description: 'The words and parts of paths from which the domain follows.',
      resolve: ({ domainWords }) => [...domainWords],
    }),
    complexity: t.field({ type: ComplexityType, resolve: ({ complexity }) => complexity }),
    results: t.field({
      type: [ModelResultType],
      description: 'The results in the domain of the task that were known when the model was chosen.',
      resolve: ({ results }) => [...results],
    }),
    qualityFailures: t.exposeInt('qualityFailures', {
      description: 'How many earlier attempts at the task were not good enough.',
    }),
  }),
})
