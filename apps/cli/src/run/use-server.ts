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

/** The server that a command uses: a running server, or this process. */
export interface UsedServer extends AsyncDisposable {
  link: ServerLink
  /** Whether this process is the server. If so, the server ends with the command and leaves the agents of other runs to the next server. */
  isOurs: boolean
  /**
   * Lets the server continue runs. If this process is the server, it adopts, starts and ends no agent before this call. The call has no effect on
   * another server.
   * @param which `all` runs, or only runs that are being `cancelled`. Deliveries by hand continue in both cases.
   */
  carryOn(which: 'all' | 'cancelled'): Promise<void>
  stop(how: HowToStop): Promise<void>
}

const POLL_MS = 200
/** How long to wait for another server that holds the data folder but is not ready. A first start needs time to create its database. */
const PATIENCE_MS = 60_000

/**
 * Connects to the server of the data folder. If no server runs, this process becomes the server.
 * @throws CommandError when a server cannot start, and when another server is not ready within 60 s
 */
export async function useServer(io: Io): Promise<UsedServer> {
  const settings = { ...readSettings(processEnvironment), host: '127.0.0.1', port: 0, sample: false, console: false }
  for (const deadline = performance.now() + PATIENCE_MS; ; await sleep(POLL_MS)) {
    try {
      const own = await startServer(settings, {
        environment: processEnvironment,
        print: io.message,
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

/**
 * Makes this process continue the work in the database. `all` continues every run, and `cancelled` only cancellations and requested
 * deliveries. If another server owns the database, `all` fails. `cancelled` does nothing then, because the other server finds the same
 * requests in the database and carries them out.
 */
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
