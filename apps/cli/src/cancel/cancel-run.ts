import { realpath } from 'node:fs/promises'
import { createApiClient } from '../client/api-client.ts'
import { CANCEL } from '../client/cancel-operation.ts'
import { projectsOf } from '../client/projects-of.ts'
import { type Refusal, refusedBy } from '../client/refused-by.ts'
import { runningServer } from '../client/running-server.ts'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { dataFolder, processEnvironment } from '../settings/environment.ts'
import { count } from '../terminal/count.ts'

export async function cancelRun(io: Io, repo: string): Promise<ExitCode> {
  const home = dataFolder(processEnvironment)
  const server = await runningServer(home)
  if (server === null) throw new CommandError(EXIT.failed, `No server is running on the data folder ${home}.`)
  const api = createApiClient(server)
  const path = await realpath(repo).catch(() => repo)
  const run = (await projectsOf(api)).find((one) => one.repositoryPath === path && one.activeRun)?.activeRun
  if (!run) throw new CommandError(EXIT.failed, `${path} has no active run.`)
  const { cancel } = await api.request<{ cancel: Refusal & { cancelledAgents?: number } }>(CANCEL, {
    input: { runId: run.id },
  })
  if (cancel.cancelledAgents === undefined) throw refusedBy(cancel)
  io.message(`Run ${run.number} is cancelled; ${count(cancel.cancelledAgents, 'agent')} stopped.`)
  return EXIT.done
}
