import type { Agent } from '../ports/agent.ts'
import { acpAgent } from './acp/acp-agent.ts'
import { anthropicAgent } from './anthropic/anthropic-agent.ts'
import { commandAgent } from './command/command-agent.ts'

/** The kinds of agents of this version. To add a kind, add a folder in `agents/` and an entry here. */
const KINDS: readonly Agent[] = [commandAgent, anthropicAgent, acpAgent]

/** The agents by kind. A run with any other kind of agent is refused at its start. */
export const agents: ReadonlyMap<string, Agent> = new Map(KINDS.map((agent) => [agent.kind, agent]))
