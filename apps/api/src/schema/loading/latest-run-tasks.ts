import type { PrismaClient } from '@coppice/prisma'

/** Finds, for each task of the plan, the id of its RunTask in the newest run that contained the task. It makes one query. */
export async function latestRunTasks(
  prisma: PrismaClient,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // The query is in SQL, because Prisma would read the tasks of every run and choose in memory.
  const rows = await prisma.$queryRaw<{ taskId: string; id: string }[]>`
    SELECT DISTINCT ON (task."taskId") task."taskId" AS "taskId", task.id AS id
    FROM "RunTask" task JOIN "Run" run ON run.id = task."runId"
    WHERE task."taskId" = ANY(${taskIds}::uuid[])
    ORDER BY task."taskId", run.number DESC`
  return new Map(rows.map(({ taskId, id }) => [taskId, id]))
}
