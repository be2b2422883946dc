import type { Agent } from '../ports/agent.ts'
import { commandAgent } from './command/command-agent.ts'

/** The agents of this version by kind. A kind that a plan may name but that is not here is refused before a run starts. */
export const agents: ReadonlyMap<string, Agent> = new Map([commandAgent].map((agent) => [agent.kind, agent]))
