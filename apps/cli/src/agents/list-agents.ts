import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { agentsText } from './agents-text.ts'
import { knownAgents } from './known-agents.ts'

/** Carries out `coppice agents`: lists the agents that a plan can name, and says whether they can be used here. */
export async function listAgents(io: Io, { json }: { json: boolean }): Promise<ExitCode> {
  const { url, agents, sandbox } = await knownAgents()
  if (json) io.json({ url, agents, sandbox }, 2)
  else {
    io.out(agentsText({ agents, sandbox }))
    io.message(
      url === null
        ? 'No server runs, so the environment of this command counts. To write a plan for one of them: coppice init --agent NAME'
        : `The environment of the server at ${url} counts. To write a plan for one of them: coppice init --agent NAME`,
    )
  }
  return EXIT.done
}
