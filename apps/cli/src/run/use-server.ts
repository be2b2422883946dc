import { setTimeout as sleep } from 'node:timers/promises'
import { type ClaimLost, DatabaseHeld, DataFolderHeld } from '@coppice/persistence'
import { runningServer } from '../client/running-server.ts'
import { linkOwnServer, linkServer, type ServerLink } from '../client/server-link.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { asCommandError } from '../serve/as-command-error.ts'
import { type CoppiceServer, startServer } from '../serve/start-server.ts'
import { processEnvironment, readSettings } from '../settings/environment.ts'
import type { HowToStop } from '../signals/stop-signals.ts'

/** The server that a command uses. */
export interface UsedServer extends AsyncDisposable {
  link: ServerLink
  /** The server is this process. It ends with the command, which leaves the agents of other runs to the next server. */
  isOurs: boolean
  /**
   * If the server is this process, no agent is adopted, started or ended before this call. `cancelled`: only cancelled runs and deliveries
   * by hand continue.
   */
  carryOn(which: 'all' | 'cancelled'): Promise<void>
  stop(how: HowToStop): Promise<void>
}

const POLL_MS = 200
/** A first start may take this long to open its database. */
const PATIENCE_MS = 60_000

/** The server that holds the data folder. If there is none, this process becomes the server. */
export async function useServer(io: Io): Promise<UsedServer> {
  const settings = { ...readSettings(processEnvironment), host: '127.0.0.1', port: 0, sample: false, console: false }
  for (const deadline = performance.now() + PATIENCE_MS; ; await sleep(POLL_MS)) {
    try {
      const own = await startServer(settings, {
        environment: processEnvironment,
        tell: io.message,
        carriesOn: false,
      })
      void own.lost.then((problem) => endAfterLoss(io, own, problem))
      return {
        link: linkOwnServer(own),
        isOurs: true,
        carryOn: (which) => carryOn(own, which),
        stop: own.stop,
        [Symbol.asyncDispose]: () => own.stop('handover'),
      }
    } catch (error) {
      const other = error instanceof DataFolderHeld ? await runningServer(settings.home) : null
      if (other) return elsewhere(linkServer(settings.home, other))
      if (!(error instanceof DataFolderHeld) || performance.now() > deadline) throw asCommandError(error)
    }
  }
}

/** Another server may have the database. It hears of a cancellation or delivery from the record, so this command need not carry it out. */
async function carryOn(own: CoppiceServer, which: 'all' | 'cancelled'): Promise<void> {
  try {
    await own.carryOn(which)
  } catch (error) {
    if (!(error instanceof DatabaseHeld) || which === 'all') throw asCommandError(error)
  }
}

async function endAfterLoss(io: Io, own: CoppiceServer, { message }: ClaimLost): Promise<void> {
  io.message(message)
  await own.stop('handover')
  process.exit(EXIT.failed)
}

const elsewhere = (link: ServerLink): UsedServer => ({
  link,
  isOurs: false,
  carryOn: async () => {},
  stop: async () => {},
  async [Symbol.asyncDispose]() {},
})
