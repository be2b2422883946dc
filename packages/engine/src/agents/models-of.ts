import type { AgentModels } from '../domain/model-choice.ts'
import type { AgentSettings } from '../domain/settings.ts'
import { agents } from './registry.ts'

/** Returns what an agent with these settings does with models. */
export function modelsOf(settings: AgentSettings, kinds = agents): AgentModels {
  const agent = kinds.get(settings.kind)
  const defaultModel = agent?.defaultModel ?? null
  const provider = agent?.provider?.(settings) ?? settings.kind
  return { provider, takesModel: agent?.takesModel ?? defaultModel !== null, defaultModel }
}
