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

/** The server that holds the data folder, for commands that only talk to a server. @throws CommandError when no server runs. */
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
    ? 'To see its runs, start a server: coppice serve. If a run was cut off, its agents may still be working. To continue it: coppice run, in its repository. To end it: coppice cancel'
    : 'To start one: coppice serve'

/** Whether a server has ever held the folder. The check does not create anything in a new folder. */
export const hasRecord = (home: string): boolean =>
  Boolean(processEnvironment.DATABASE_URL) || existsSync(join(home, 'database'))
