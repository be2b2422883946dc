import type { AgentSettings } from '../domain/settings.ts'
import type { Agent } from './agent.ts'

/**
 * Returns the agent of a session with these settings. Its `facts` may remember earlier lines, so each session needs one of its own.
 *
 * @returns undefined when this version has no agent of this kind
 */
export function agentOfSession(agents: ReadonlyMap<string, Agent>, settings: AgentSettings): Agent | undefined {
  const agent = agents.get(settings.kind)
  return agent?.forSession?.(settings) ?? agent
}

/** Returns whether a person pays a flat rate for an agent with these settings. */
export const isFlatRate = (agents: ReadonlyMap<string, Agent>, settings: AgentSettings): boolean =>
  agents.get(settings.kind)?.isFlatRate?.(settings) ?? false

/**
 * Returns whether the sessions of an agent with these settings take money from a budget. An agent that reports no use of models takes none,
 * and neither does one with a flat rate.
 */
export const takesMoney = (agents: ReadonlyMap<string, Agent>, settings: AgentSettings): boolean =>
  (agentOfSession(agents, settings)?.isFollowed ?? false) && !isFlatRate(agents, settings)
