import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { dataFolder, processEnvironment } from '../settings/environment.ts'
import type { ApiClient } from './api-client.ts'
import { runningServer } from './running-server.ts'
import { linkServer, type ServerLink } from './server-link.ts'

export interface RequiredServer {
  url: string
  api: ApiClient
  link: ServerLink
}

/** Finds the running server of the data folder, for commands that need one. @throws CommandError when no server runs. */
export async function requireServer(): Promise<RequiredServer> {
  const home = dataFolder(processEnvironment)
  const server = await runningServer(home)
  if (server === null) throw noServer(home)
  const link = linkServer(home, server)
  return { url: server.url, api: link.api, link }
}

export const noServer = (home: string): CommandError =>
  new CommandError(EXIT.failed, `No server is running on the data folder ${home}. ${whatToDo(home)}`)

const whatToDo = (home: string): string =>
  hasRecord(home)
    ? 'To see its runs, start a server: coppice serve. If a run was interrupted, its agents may still be working. To continue the run: coppice run, in its repository. To end the run: coppice cancel'
    : 'To start one: coppice serve'

/**
 * Whether a server may have used this data folder: it has a database, or `DATABASE_URL` names one. The check creates nothing in the folder.
 */
export const hasRecord = (home: string): boolean =>
  Boolean(processEnvironment.DATABASE_URL) || existsSync(join(home, 'database'))
