import type { KnownAgent } from '../agents/agents-of.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'

/**
 * Chooses the agent of a new plan: the one that the person names, or else the one that the person chooses on the terminal, or else the first
 * that can be used here.
 * @throws CommandError when there is no agent with this name
 */
export async function chooseAgent(
  io: Pick<Io, 'choose'>,
  agents: readonly KnownAgent[],
  named: string | undefined,
): Promise<KnownAgent> {
  if (named !== undefined) return withName(agents, named)
  const usable = agents.filter((agent) => agent.usable)
  const index = usable.length > 1 ? await io.choose(QUESTION, usable.map(optionOf)) : 0
  const chosen = usable[index ?? 0]
  if (chosen === undefined) throw new CommandError(EXIT.failed, 'No agent can be used here. To see why: coppice agents')
  return chosen
}

const QUESTION = 'Which agent does the tasks? (Enter: the first)'
const optionOf = ({ name, title }: KnownAgent): string => `${name}: ${title}`

function withName(agents: readonly KnownAgent[], named: string): KnownAgent {
  const found = agents.find(({ name }) => name === named)
  if (found) return found
  const names = agents.map(({ name }) => name).join(', ')
  throw new CommandError(EXIT.usage, `There is no agent ${named}. The agents: ${names}. To see more: coppice agents`)
}
