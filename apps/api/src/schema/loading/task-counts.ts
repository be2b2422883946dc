import { TASK_STATUSES, type TaskStatus } from '@coppice/engine/domain/statuses'
import type { PrismaClient } from '@coppice/prisma'

export type TaskCounts = Readonly<Record<TaskStatus, number>>

export const NO_TASKS = Object.fromEntries(TASK_STATUSES.map((status) => [status, 0])) as TaskCounts

interface Counted {
  status: string
  _count: number
}

/** Counts the tasks of each run or batch by status. It makes one query. */
export async function countTasks(
  prisma: PrismaClient,
  by: 'runId' | 'batchId',
  ids: readonly string[],
): Promise<ReadonlyMap<string, TaskCounts>> {
  const rows = await prisma.runTask.groupBy({ by: [by, 'status'], where: { [by]: { in: [...ids] } }, _count: true })
  const counts = new Map<string, TaskCounts>(ids.map((id) => [id, NO_TASKS]))
  for (const row of rows as unknown as (Counted & Record<typeof by, string>)[])
    counts.set(row[by], { ...(counts.get(row[by]) ?? NO_TASKS), [row.status]: row._count })
  return counts
}

export const total = (counts: TaskCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)
