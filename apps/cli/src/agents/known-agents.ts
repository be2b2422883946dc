import { runningServer } from '../client/running-server.ts'
import { linkServer } from '../client/server-link.ts'
import { dataFolder, processEnvironment } from '../settings/environment.ts'
import { agentsHere } from './agents-here.ts'
import { agentsOf, type KnownAgent } from './agents-of.ts'

export interface KnownAgents {
  /** The address of the running server, whose environment counts. It is null when no server runs; then this environment counts. */
  url: string | null
  agents: readonly KnownAgent[]
}

/** Finds out which agents can be used here. */
export async function knownAgents(): Promise<KnownAgents> {
  const home = dataFolder(processEnvironment)
  const server = await runningServer(home)
  if (server === null) return { url: null, agents: agentsHere(processEnvironment) }
  return { url: server.url, agents: await agentsOf(linkServer(home, server).api) }
}
