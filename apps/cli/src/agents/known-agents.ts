import { runningServer } from '../client/running-server.ts'
import { linkServer } from '../client/server-link.ts'
import { dataFolder, processEnvironment } from '../settings/environment.ts'
import { agentsHere } from './agents-here.ts'
import { type AgentsAndSandbox, agentsOf } from './agents-of.ts'

export interface KnownAgents extends AgentsAndSandbox {
  /** The address of the running server, whose environment counts. It is null when no server runs; then this environment counts. */
  url: string | null
}

/** Finds out which agents can be used here. */
export async function knownAgents(): Promise<KnownAgents> {
  const home = dataFolder(processEnvironment)
  const server = await runningServer(home)
  if (server === null) return { url: null, ...(await agentsHere(processEnvironment)) }
  return { url: server.url, ...(await agentsOf(linkServer(home, server).api)) }
}
