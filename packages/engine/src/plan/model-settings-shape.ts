import type { ModelSettings } from '../domain/model-choice.ts'
import { MODEL_TIERS } from '../domain/model-tiers.ts'
import { type OwnDomainWords, TASK_DOMAINS } from '../domain/task-domains.ts'
import { list } from '../shapes/list.ts'
import { mapping } from '../shapes/mapping.ts'
import { object, optional, required } from '../shapes/object.ts'
import { integer, key, modelId, oneOf, text } from '../shapes/scalars.ts'
import type { ValueOf } from '../shapes/shape.ts'
import { agentKind } from './agent-kind-shape.ts'

const tierModels = object('the models of tiers: light, standard, strong', {
  light: optional(modelId, 'The model for easy tasks.'),
  standard: optional(modelId, 'The model for most tasks.'),
  strong: optional(modelId, 'The model for hard tasks.'),
})

const rule = object('a rule of the policy', {
  priority: optional(
    integer(-1_000_000, 1_000_000),
    'The rule is for tasks with this priority or a lower number. A task without a priority has that of its epic.',
  ),
  domain: optional(oneOf(TASK_DOMAINS), 'The rule is for tasks of this domain.'),
  label: optional(key, 'The rule is for tasks with this label.'),
  agent: optional(agentKind, 'The rule is for tasks of this kind of agent.'),
  model: required(modelId, `The model: a tier (${MODEL_TIERS.join(', ')}) or the id of a model.`),
})

export const modelSettings = object('tiers and a policy of models', {
  tiers: optional(
    mapping(key, tierModels),
    'The models of the tiers, by a provider that the plan names or by kind of agent. They replace those of Coppice.',
  ),
  policy: optional(list(rule), 'The first rule whose conditions all hold chooses the model.'),
})

const words = object('words and paths', {
  words: optional(
    list(text),
    'Whole words and phrases. A word that ends with * stands for all words with this beginning.',
  ),
  paths: optional(list(text), 'Parts of paths, such as the name of a folder or the ending of a file.'),
})

export const domainWords = object(
  'words and paths by domain',
  Object.fromEntries(TASK_DOMAINS.map((name) => [name, optional(words, `The words of the domain ${name}.`)])),
)

export const modelSettingsOf = ({ tiers, policy }: ValueOf<typeof modelSettings>): ModelSettings => ({
  tiers: Object.fromEntries(Object.entries(tiers ?? {}).map(([name, models]) => [name, given(models)])),
  policy: (policy ?? []).map(({ priority, domain, label, agent, model }) => ({
    priority: priority ?? null,
    domain: domain ?? null,
    label: label ?? null,
    agent: agent?.kind ?? null,
    model,
  })),
})

export const domainWordsOf = (domains: ValueOf<typeof domainWords>): OwnDomainWords =>
  Object.fromEntries(
    Object.entries(given(domains)).map(([name, own]) => [name, { words: own?.words ?? [], paths: own?.paths ?? [] }]),
  )

const given = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
