import { ClaimLost } from '@coppice/persistence'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { launcherPid, processEnvironment, readSettings, type ServeOptions } from '../settings/environment.ts'
import { onStopSignal, type StopSignal, signalExitCode, watchLauncher } from '../signals/stop-signals.ts'
import { asCommandError } from './as-command-error.ts'
import { type CoppiceServer, startServer } from './start-server.ts'

/** The process exits after this time even if something still runs (R5). Agents have 5 s to end, and the rest of the server has another 5 s. */
const LONGEST_STOP_MS = 10_000

/** Carries out `coppice serve`: starts the server and stops it at a signal. @returns the exit code. */
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

/** Stops after another server took over the database (R6). The agents continue, and the next server of this data folder adopts them. */
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
    return await startServer(settings, { environment: processEnvironment, print: io.message })
  } catch (error) {
    throw asCommandError(error)
  }
}

function greet(io: Io, { url, signInLink, adminTokenMadeNow }: CoppiceServer): void {
  io.out(`\nCoppice runs at ${url}\n\n  Sign in: ${signInLink}`)
  if (adminTokenMadeNow) io.out(`  Admin token (shown only this once): ${adminTokenMadeNow}`)
  io.out('\nThe link works once, within five minutes. To get another one: coppice sign-in')
  io.out('Ctrl-C stops the server. The next start continues the runs.\n')
}
