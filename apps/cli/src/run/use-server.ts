import { setTimeout as sleep } from 'node:timers/promises'
import { DataFolderHeld } from '@coppice/persistence'
import type { ServerAddress } from '../client/api-client.ts'
import { runningServer } from '../client/running-server.ts'
import type { Io } from '../io.ts'
import { asCommandError } from '../serve/as-command-error.ts'
import { startServer } from '../serve/start-server.ts'
import { processEnvironment, readSettings } from '../settings/environment.ts'
import type { HowToStop } from '../signals/stop-signals.ts'

/** The server that a command talks to. */
export interface UsedServer extends AsyncDisposable {
  address: ServerAddress
  /** It is this process, and ends with the command. */
  isOurs: boolean
  stop(how: HowToStop): Promise<void>
}

const POLL_MS = 200
/** As long as a first start may take to open its database. */
const PATIENCE_MS = 60_000

/** The server that holds the data folder; where none does, this process becomes one. */
export async function useServer(io: Io): Promise<UsedServer> {
  const settings = { ...readSettings(processEnvironment), host: '127.0.0.1', port: 0, sample: false, console: false }
  for (const deadline = performance.now() + PATIENCE_MS; ; await sleep(POLL_MS)) {
    try {
      const own = await startServer(settings, { environment: processEnvironment, tell: io.message })
      return { address: own, isOurs: true, stop: own.stop, [Symbol.asyncDispose]: () => own.stop('interrupt') }
    } catch (error) {
      const other = error instanceof DataFolderHeld ? await runningServer(settings.home) : null
      if (other) return { address: other, isOurs: false, stop: async () => {}, async [Symbol.asyncDispose]() {} }
      if (!(error instanceof DataFolderHeld) || performance.now() > deadline) throw asCommandError(error)
    }
  }
}
