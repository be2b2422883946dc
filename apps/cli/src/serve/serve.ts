import { ClaimLost } from '@coppice/persistence'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { launcherPid, processEnvironment, readSettings, type ServeOptions } from '../settings/environment.ts'
import { onStopSignal, type StopSignal, signalExitCode, watchLauncher } from '../signals/stop-signals.ts'
import { asCommandError } from './as-command-error.ts'
import { type CoppiceServer, startServer } from './start-server.ts'

/** R5: agents have 5 s to end. Everything else has the same time again. */
const LONGEST_STOP_MS = 10_000

/** `coppice serve`, from its start to the signal that ends it. */
export async function serve(io: Io, options: ServeOptions): Promise<number> {
  const signalled = Promise.withResolvers<StopSignal>()
  onStopSignal((_how, signal) => signalled.resolve(signal))
  watchLauncher(launcherPid(processEnvironment))
  const server = await start(io, options)
  greet(io, server)
  const signal = await Promise.race([signalled.promise, server.lost])
  if (signal instanceof ClaimLost) return endAfterLoss(io, server, signal)
  io.message(signal === 'SIGUSR2' ? 'Handing over: agents continue …' : 'Stopping: agents have 5 s to end …')
  const overdue = setTimeout(() => process.exit(signalExitCode(signal)), LONGEST_STOP_MS)
  await server.stop(signal === 'SIGUSR2' ? 'handover' : 'interrupt')
  clearTimeout(overdue)
  return EXIT.done
}

/** R6: agents continue, for the next server that has this data folder. */
async function endAfterLoss(io: Io, server: CoppiceServer, { message }: ClaimLost): Promise<number> {
  io.message(message)
  const overdue = setTimeout(() => process.exit(EXIT.failed), LONGEST_STOP_MS)
  await server.stop('handover')
  clearTimeout(overdue)
  return EXIT.failed
}

async function start(io: Io, options: ServeOptions): Promise<CoppiceServer> {
  try {
    const settings = readSettings(processEnvironment, options)
    return await startServer(settings, { environment: processEnvironment, tell: io.message })
  } catch (error) {
    throw asCommandError(error)
  }
}

function greet(io: Io, { url, signInLink, adminTokenMadeNow }: CoppiceServer): void {
  io.out(`\nCoppice runs at ${url}\n\n  Sign in: ${signInLink}`)
  if (adminTokenMadeNow) io.out(`  Admin token (shown only this once): ${adminTokenMadeNow}`)
  io.out('\nThe link works once, within five minutes; coppice sign-in prints another.')
  io.out('Ctrl-C stops it. The next start continues the runs.\n')
}
