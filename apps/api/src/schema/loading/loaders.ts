import type { DurationEstimate, Engine, ModelChoice } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import { batched } from './batched.ts'
import { countCompletedBatches } from './completed-batches.ts'
import { costOfBatches, costOfRuns, costOfRunTasks } from './costs.ts'
import { latestRunTasks } from './latest-run-tasks.ts'
import { countTasks } from './task-counts.ts'

/** Creates functions that load counts, costs and git reads for many rows at once, so that a list does not need a query per row. */
export function createLoaders({ prisma, engine }: { prisma: PrismaClient; engine: Engine }) {
  return {
    tasksOfRun: batched((ids: string[]) => countTasks(prisma, 'runId', ids)),
    tasksOfBatch: batched((ids: string[]) => countTasks(prisma, 'batchId', ids)),
    completedBatches: batched((ids: string[]) => countCompletedBatches(prisma, ids)),
    costOfRun: batched((ids: string[]) => costOfRuns(prisma, ids)),
    costOfBatch: batched((ids: string[]) => costOfBatches(prisma, ids)),
    costOfRunTask: batched((ids: string[]) => costOfRunTasks(prisma, ids)),
    latestRunTask: batched((ids: string[]) => latestRunTasks(prisma, ids)),
    taskEstimates: batched(
      async (ids: string[]) => new Map(await Promise.all(ids.map((id) => taskEstimates(engine, id)))),
    ),
    modelChoices: batched(
      async (ids: string[]) => new Map(await Promise.all(ids.map((id) => modelChoices(engine, id)))),
    ),
    doneTasks: batched(async (ids: string[]) => new Map(await Promise.all(ids.map((id) => doneTasks(engine, id))))),
  }
}

export type Loaders = ReturnType<typeof createLoaders>

const taskEstimates = async (
  engine: Engine,
  projectId: string,
): Promise<[string, ReadonlyMap<string, DurationEstimate>]> => [projectId, await engine.read.taskEstimates(projectId)]

const modelChoices = async (
  engine: Engine,
  projectId: string,
): Promise<[string, ReadonlyMap<string, ModelChoice | null>]> => [projectId, await engine.read.modelChoices(projectId)]

const doneTasks = async (engine: Engine, projectId: string): Promise<[string, ReadonlySet<string>]> => [
  projectId,
  await engine.read.doneTasks(projectId),
]
