import { setTimeout as sleep } from 'node:timers/promises'
import { isDataFolderHeld, isOnThisMachine, readServer, type ServerFile } from '@coppice/persistence'
import { type ApiClient, createApiClient } from '../client/api-client.ts'
import { projectsOf } from '../client/projects-of.ts'
import { noServer } from '../client/require-server.ts'
import { runningServer } from '../client/running-server.ts'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { dataFolder, processEnvironment } from '../settings/environment.ts'
import { count } from '../terminal/count.ts'

/** A server needs at most 10 s to stop: 5 s for its agents and 5 s for the rest (R5). This limit adds a margin of 5 s. */
const PATIENCE_MS = 15_000
const POLL_MS = 100

/**
 * Stops the server of the data folder but leaves its agents running, so that the next server adopts them (R5). It waits until the server
 * has stopped.
 */
export async function handOver(io: Io, homeOption?: string): Promise<ExitCode> {
  const home = dataFolder(processEnvironment, homeOption)
  const server = await serverToAsk(home)
  const agents = await runningAgents(createApiClient(server))
  ask(server)
  await untilFree(home, server)
  const adopted =
    agents === 0
      ? 'No agent was running.'
      : `${count(agents, 'agent')} ${agents === 1 ? 'continues' : 'continue'}; the next coppice serve adopts them.`
  io.message(`The server at ${server.url} (process ${server.pid}) has stopped. ${adopted}`)
  return EXIT.done
}

/**
 * @returns the server of the data folder, if it runs on this machine. Only then a signal can stop it: the pid of a server on another
 *   machine may belong to a different process here.
 * @throws CommandError when there is no such server, with a message that says what to do
 */
async function serverToAsk(home: string): Promise<ServerFile> {
  const server = isDataFolderHeld(home) ? await readServer(home) : null
  if (server === null) {
    if (!isDataFolderHeld(home)) throw noServer(home)
    throw new CommandError(
      EXIT.failed,
      `The server of the data folder ${home} is starting or stopping. Try again in a moment.`,
    )
  }
  if (!isOnThisMachine(server))
    throw new CommandError(
      EXIT.failed,
      `The server at ${server.url} (process ${server.pid}) runs on another machine, ${server.machine}. Run coppice handover there.`,
    )
  if ((await runningServer(home)) !== null) return server
  throw new CommandError(
    EXIT.failed,
    `The server at ${server.url} (process ${server.pid}) does not respond, so coppice did not send it the handover signal. To send the signal yourself (the server stops, its agents continue): kill -USR2 ${server.pid}. If the server does not stop, read its log: ${home}/logs/coppice.log`,
  )
}

function ask({ url, pid }: ServerFile): void {
  try {
    process.kill(pid, 'SIGUSR2')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CommandError(
      EXIT.failed,
      `The signal to the server at ${url} (process ${pid}) failed: ${why}. If another user runs the server, run coppice handover as that user.`,
    )
  }
}

async function untilFree(home: string, { pid }: ServerFile): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; isDataFolderHeld(home); await sleep(POLL_MS)) {
    // If another server already holds the folder, the server that was asked has stopped.
    const holder = await readServer(home)
    if (holder !== null && holder.pid !== pid) return
    if (performance.now() > deadline)
      throw new CommandError(
        EXIT.failed,
        `The server (process ${pid}) did not stop within ${PATIENCE_MS / 1000} s and still uses the data folder ${home}. To find out why, read its log: ${home}/logs/coppice.log`,
      )
  }
}

const AGENTS = 'query Agents($id: ID!) { run(id: $id) { agents { startedAt } } }'

async function runningAgents(api: ApiClient): Promise<number> {
  const runs = (await projectsOf(api)).flatMap(({ activeRun }) => activeRun ?? [])
  const counts = runs.map(async ({ id }) => {
    const { run } = await api.request<{ run: { agents: readonly unknown[] } | null }>(AGENTS, { id })
    return run?.agents.length ?? 0
  })
  return (await Promise.all(counts)).reduce((sum, agents) => sum + agents, 0)
}
