import type { Agent } from '../ports/agent.ts'
import { commandAgent } from './command/command-agent.ts'

/** The kinds of agents of this version. A new kind is a folder and a row here. */
const KINDS = [commandAgent] satisfies [Agent, ...Agent[]]

/** By kind. A kind that a plan may name but that is not here is refused before a run starts. */
export const agents: ReadonlyMap<string, Agent> = new Map(KINDS.map((agent) => [agent.kind, agent]))
