import { preparedHome } from '@coppice/persistence/testing'
import { type CommandTask, commandPlan, type TempRepository, tempFolder, tempRepository } from '@coppice/testkit'
import { type ApiClient, createApiClient } from '../client/api-client.ts'
import { processIo } from '../io.ts'
import { prepareProject } from '../run/prepare-project.ts'
import { startRun } from '../run/start-run.ts'
import { runCli } from './run-cli.ts'
import { startServer, TOKEN } from './start-server.ts'

export const task = (key: string, run: string, dependsOn: string[] = []): CommandTask => ({
  key,
  epic: 'e',
  run,
  dependsOn,
})

/** Starts a server on a new data folder. @returns a client and a function that runs a CLI command on this folder. */
export async function givenServer() {
  const home = await preparedHome(tempFolder())
  const server = await startServer(home)
  const at = { cwd: tempFolder(), env: { COPPICE_HOME: home, NO_COLOR: '1' } }
  return {
    server,
    home,
    at,
    api: createApiClient({ url: server.url, token: TOKEN }),
    cli: (...args: string[]) => runCli(args, at),
  }
}

/** Starts a run of these tasks in a new repository, by default with two slots. */
export async function givenRun(
  api: ApiClient,
  name: string,
  tasks: readonly CommandTask[],
  { resources = {}, maxConcurrency = 2 }: { resources?: Record<string, number>; maxConcurrency?: number } = {},
): Promise<{ id: string; repository: TempRepository }> {
  const repository = tempRepository()
  const source = JSON.stringify(commandPlan(tasks, { resources, defaults: { maxAttempts: 1 } }))
  const project = await prepareProject(processIo, api, { source, repo: repository.path, name })
  const options = { parallel: true, maxConcurrency, strategy: 'batches', isolation: 'task' } as const
  const run = await startRun(api, project, options)
  if (!run) throw new Error('nothing to do')
  return { id: run.id, repository }
}
