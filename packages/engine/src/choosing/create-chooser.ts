import type { AgentModels, ModelChoice, ModelResult } from '../domain/model-choice.ts'
import type { ChoosableTask, ChooseSession } from '../domain/session-choice.ts'
import type { AgentSettings, ProjectSettings } from '../domain/settings.ts'
import type { TaskDomain } from '../domain/task-domains.ts'
import { complexityOf } from './complexity/complexity-of.ts'
import { DomainFinder, type FoundDomain } from './domain/domain-of.ts'
import { chooseModel } from './model/choose-model.ts'
import { tiersOf } from './model/tiers-of.ts'

export interface ChooserInputs {
  settings: Pick<ProjectSettings, 'models' | 'domains'>
  modelsOf(agent: AgentSettings): AgentModels
  /** The results of the project in all domains. They do not change while the chooser is used. */
  results: readonly ModelResult[]
  /** @returns the estimated cost of a session in millionths of a dollar, or null when it is unknown. It does not change either */
  costOf(model: string, domain: TaskDomain, isOwnName: boolean): number | null
}

const KNOWN_DOMAINS = new DomainFinder()

/** Creates the function that chooses the models of the sessions of one run (M3). */
export function createChooser({ settings, modelsOf, results, costOf }: ChooserInputs): ChooseSession {
  const finder = Object.keys(settings.domains).length === 0 ? KNOWN_DOMAINS : new DomainFinder(settings.domains)
  const found = new Map<string, Judgement>()
  const judgementOf = (task: ChoosableTask): Judgement => {
    const known = found.get(task.id) ?? judge(finder, task)
    found.set(task.id, known)
    return known
  }
  const choiceFor = (task: ChoosableTask): ModelChoice => {
    const { domain, complexity } = judgementOf(task)
    const { agent, labels, provider: named } = task.settings
    const { takesModel, defaultModel } = modelsOf(agent)
    // Agents may use different names for the models of one provider. So the provider is looked up only if the plan names it.
    const names = named === null ? [agent.kind] : [named, agent.kind]
    const here = results.filter((one) => one.domain === domain.domain)
    return chooseModel({
      task: {
        pinned: task.model,
        priority: task.priority,
        agent: agent.kind,
        labels,
        qualityFailures: task.qualityFailures,
      },
      domain: domain.domain,
      domainWords: domain.because,
      complexity,
      policy: settings.models.policy,
      tiers: takesModel ? tiersOf(settings.models, names, defaultModel !== null) : null,
      takesModel,
      defaultModel,
      results: here,
      costOf: (model) => costOf(model, domain.domain, defaultModel === null),
    })
  }
  return (task) => {
    const models = modelsOf(task.settings.agent)
    const provider = task.settings.provider ?? models.provider
    let chosen: ModelChoice | null = null
    const choice = () => (chosen ??= choiceFor(task))
    // At its start, a run needs only the provider of each task. To judge a text takes time, so the other fields are computed when they are read.
    return {
      provider,
      isOwnName: models.defaultModel === null,
      get model() {
        return choice().model
      },
      get domain() {
        return choice().domain
      },
      get choice() {
        return choice()
      },
    }
  }
}

interface Judgement {
  domain: FoundDomain
  complexity: ReturnType<typeof complexityOf>
}

/** The text of a task does not change within a run, so a task is judged once. */
function judge(finder: DomainFinder, { description, action, settings, dependsOn }: ChoosableTask): Judgement {
  const text = { description, action, files: settings.files }
  const found = finder.find(text)
  const domain = settings.domain === null ? found : { ...found, domain: settings.domain, because: [] }
  return { domain, complexity: complexityOf(text, dependsOn.length, domain) }
}
