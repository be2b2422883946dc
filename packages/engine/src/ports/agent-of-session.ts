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
