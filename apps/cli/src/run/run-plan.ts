import { createApiClient } from '../client/api-client.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { readPlan } from '../plan-file/read-plan.ts'
import { requireSoundPlan } from '../plan-file/require-sound-plan.ts'
import { prepareProject } from './prepare-project.ts'
import { requirePossibleOptions } from './require-possible-options.ts'
import type { RunOptions } from './run-options.ts'
import { startRun } from './start-run.ts'
import { useServer } from './use-server.ts'
import { watchRun } from './watch-run.ts'

/** `coppice run`: a plan and a repository in, an exit code out. */
export async function runPlan(io: Io, options: RunOptions): Promise<number> {
  const source = await readPlan(options.plan)
  const plan = requireSoundPlan(options.plan, source)
  requirePossibleOptions(plan, options)
  await using server = await useServer(io)
  const api = createApiClient(server.address)
  const { repo, remove, name = plan.name } = options
  const project = await prepareProject(io, api, { source, repo, name, remove })
  const run = await startRun(api, project, options)
  // Awaited here: a server of our own ends with this block.
  if (run) return await watchRun(io, { api, server, run, json: options.json === true })
  io.message(`Nothing to do: every task ${options.task ? 'named' : 'of the plan'} is done.`)
  return EXIT.done
}
