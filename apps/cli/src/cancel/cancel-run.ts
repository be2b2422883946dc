import { controlRun } from '../client/control-run.ts'
import { findRun, type RunWish } from '../client/find-run.ts'
import { hasRecord, noServer } from '../client/require-server.ts'
import { runningServer } from '../client/running-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { followProgress } from '../run/follow-progress.ts'
import { type UsedServer, useServer } from '../run/use-server.ts'
import { dataFolder, processEnvironment } from '../settings/environment.ts'
import { count } from '../terminal/count.ts'

/**
 * Cancels a run (C2: a run that is cancelled always ends). If no server runs, this process becomes the server until the run has ended. As the
 * server, it starts no agent and does not touch the agents of other runs.
 * @throws CommandError when no run matches, when several match, and when the data folder was never used
 */
export async function cancelRun(io: Io, wish: RunWish): Promise<ExitCode> {
  const home = dataFolder(processEnvironment)
  if ((await runningServer(home)) === null && !hasRecord(home)) throw noServer(home)
  await using server = await useServer(io)
  const { api } = server.link
  const found = await findRun(api, wish)
  const { run, cancelledAgents } = await controlRun(api, 'cancel', found.id)
  io.message(`Run ${run.number} of ${found.project} is cancelled; ${count(cancelledAgents ?? 0, 'agent')} stopped.`)
  if (server.isOurs) await untilEnded(server, found.id)
  return EXIT.done
}

async function untilEnded(server: UsedServer, runId: string): Promise<void> {
  await server.carryOn('cancelled')
  const following = { signal: new AbortController().signal, notice: { lost() {}, regained() {} } }
  for await (const _ of followProgress(server.link, runId, following));
}
