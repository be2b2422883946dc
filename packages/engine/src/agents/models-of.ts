import type { AgentModels } from '../domain/model-choice.ts'
import type { AgentSettings } from '../domain/settings.ts'
import { agents } from './registry.ts'

/** Returns what an agent with these settings does with models. */
export function modelsOf(settings: AgentSettings, kinds = agents): AgentModels {
  const agent = kinds.get(settings.kind)
  const defaultModel = agent?.defaultModel ?? null
  return { provider: settings.kind, takesModel: agent?.takesModel ?? defaultModel !== null, defaultModel }
}
