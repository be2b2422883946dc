import type { AgentModels, ModelSettings } from '../domain/model-choice.ts'
import { MODEL_TIERS } from '../domain/model-tiers.ts'
import type { TaskSettings } from '../domain/settings.ts'
import { tiersOf } from './model/tiers-of.ts'

/**
 * Returns the ids of the models that the attempts at a task may get, without judging its text: the model of the plan, or those of the policy
 * and of the tiers. It is empty when the agent chooses its model itself, or knows its models by names of its own, which have no prices.
 */
export function possibleModels(
  { agent, model, labels, provider }: Pick<TaskSettings, 'agent' | 'model' | 'labels' | 'provider'>,
  { policy, tiers }: ModelSettings,
  { takesModel, defaultModel }: AgentModels,
): string[] {
  if (!takesModel || defaultModel === null) return []
  if (model !== null) return [model]
  const names = provider === null ? [agent.kind] : [provider, agent.kind]
  const ofTiers = tiersOf({ policy, tiers }, names, true)
  const all = ofTiers === null ? [defaultModel] : MODEL_TIERS.map((tier) => ofTiers[tier])
  const named: string[] = []
  for (const rule of policy) {
    if (rule.agent !== null && rule.agent !== agent.kind) continue
    if (rule.label !== null && !labels.includes(rule.label)) continue
    named.push(rule.model)
    if (rule.priority !== null || rule.domain !== null) continue
    // No later rule and no tier is reached, unless a rule leads to a tier, whose model becomes another after an attempt that was not good enough.
    const tiered = [...MODEL_TIERS, ...all]
    if (!named.some((model) => tiered.includes(model))) return [...new Set(named)]
    break
  }
  return [...new Set([...named.filter((model) => !MODEL_TIERS.some((tier) => tier === model)), ...all])]
}
