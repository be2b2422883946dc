import { createHash } from 'node:crypto'
import type { ApiClient } from '../client/api-client.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { existingProject, type ProjectWish } from './prepare-project.ts'

export interface ActiveRun {
  id: string
  number: number
}

const ACTIVE_RUN = `query ActiveRun($id: ID!) { project(id: $id) { planSha256 activeRun { id number } } }`

interface Answer {
  project: { planSha256: string | null; activeRun: ActiveRun | null } | null
}

/**
 * Finds the active run of the project. `coppice run` then follows this run instead of starting a new one.
 * @returns null when no run is active
 * @throws CommandError when the active run carries out a different version of the plan
 */
export async function activeRunToTakeUp(
  io: Io,
  api: ApiClient,
  wish: ProjectWish & { file: string },
): Promise<ActiveRun | null> {
  const existing = await existingProject(api, wish)
  if (!existing?.activeRun) return null
  const { project } = await api.request<Answer>(ACTIVE_RUN, { id: existing.id })
  if (!project?.activeRun) return null
  const { activeRun: run, planSha256 } = project
  if (planSha256 === createHash('sha256').update(wish.source).digest('hex')) {
    io.message(
      `Run ${run.number} of ${existing.name} is active. Following it instead of starting a new run. It keeps the options that it was started with.`,
    )
    return run
  }
  throw new CommandError(
    EXIT.failed,
    `Run ${run.number} of ${existing.name} is active and carries out a different version of ${wish.file}. ` +
      `To follow it: coppice watch ${run.number} (needs a server: coppice serve). ` +
      'To run the new plan: coppice cancel, then coppice run.',
  )
}
