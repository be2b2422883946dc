import { settingsFrom } from '../agents/agent-settings.ts'
import type { Agent, AgentChoice, AgentSignIn } from '../ports/agent.ts'
import { type ServerFactsDeps, serverFacts } from './server-facts.ts'

/** An agent that a plan can name, as it is on one server. */
export interface ListedAgent extends Omit<AgentChoice, 'signIn'> {
  kind: string
  signIn: AgentSignIn
  /** Why this server cannot start the agent, and what to do. It is null when the server can start it. */
  obstacle: string | null
}

export interface AgentListDeps extends ServerFactsDeps {
  agents: ReadonlyMap<string, Agent>
}

/** Lists the agents that a plan can name. Agents that a provider runs come first. It asks no provider and starts no program. */
export function agentList({ agents, ...deps }: AgentListDeps): ListedAgent[] {
  const server = serverFacts(deps)
  const listed = [...agents.values()].flatMap((agent) =>
    agent.choices.map((choice) => ({
      ...choice,
      kind: agent.kind,
      signIn: choice.signIn(server),
      obstacle: agent.obstacle(server, settingsFrom(agent, choice.settings)),
    })),
  )
  const ofMachine = ({ signIn }: ListedAgent): number => Number(signIn.is === 'not-needed')
  return listed.toSorted((a, b) => ofMachine(a) - ofMachine(b))
}
