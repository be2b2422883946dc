import type { PlanRecord, StoreReads } from '@coppice/engine'
import type { TaskDependency } from '@coppice/prisma'
import { chunks, ROWS_AT_ONCE } from './bulk.ts'
import type { Connection } from './connection.ts'
import { dependencyOf, epicOf, taskOf } from './rows.ts'
import { isUuid } from './uuid.ts'

type PlanReads = Pick<StoreReads, 'plan' | 'task' | 'archivedEpics' | 'archivedTasks'>

export function planReads(db: Connection): PlanReads {
  return {
    async plan(projectId) {
      return isUuid(projectId) ? readWhole(db, projectId) : { epics: [], tasks: [] }
    },
    async task(id) {
      if (!isUuid(id)) return null
      const inPlan = { archivedAt: null, epic: { archivedAt: null } }
      const row = await db.task.findUnique({ where: { id, ...inPlan }, include: { dependsOn: true } })
      return row && taskOf(row, row.dependsOn.map(dependencyOf))
    },
    archivedEpics: (projectId, keys) =>
      idsByKey(
        keys,
        (some) => db.$queryRaw`
          SELECT "id", "key" FROM "Epic"
          WHERE "projectId" = ${projectId}::uuid AND "key" = ANY(${some}) AND "archivedAt" IS NOT NULL`,
      ),
    archivedTasks: (projectId, keys) =>
      idsByKey(
        keys,
        (some) => db.$queryRaw`
          SELECT task."id", task."key" FROM "Task" task JOIN "Epic" epic ON epic."id" = task."epicId"
          WHERE task."projectId" = ${projectId}::uuid AND task."key" = ANY(${some})
            AND (task."archivedAt" IS NOT NULL OR epic."archivedAt" IS NOT NULL)`,
      ),
  }
}

async function idsByKey(
  keys: readonly string[],
  find: (some: readonly string[]) => PromiseLike<readonly { id: string; key: string }[]>,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const some of chunks(keys)) for (const { id, key } of await find(some)) ids.set(key, id)
  return ids
}

/**
 * Reads a plan of one version. If an import has changed the version meanwhile, it reads the plan again. A transaction would also read one
 * version only, but it would block PGlite's only connection while a large plan is read.
 */
async function readWhole(db: Connection, projectId: string): Promise<PlanRecord> {
  for (;;) {
    const version = await planVersion(db, projectId)
    const plan = await readPlan(db, projectId)
    if ((await planVersion(db, projectId)) === version) return plan
  }
}

async function planVersion(db: Connection, id: string): Promise<number | undefined> {
  return (await db.project.findUnique({ where: { id }, select: { planVersion: true } }))?.planVersion
}

async function readPlan(db: Connection, projectId: string): Promise<PlanRecord> {
  const epics = await inPlanOrder((page) =>
    db.epic.findMany({ where: { projectId, archivedAt: null, position: page.position }, ...page.rest }),
  )
  const tasks = await inPlanOrder((page) =>
    db.task.findMany({
      where: { projectId, archivedAt: null, epic: { archivedAt: null }, position: page.position },
      ...page.rest,
    }),
  )
  const epicDependencies = await db.epicDependency.findMany({ where: { epic: { projectId, archivedAt: null } } })
  const byEpic = Map.groupBy(epicDependencies, (dependency) => dependency.epicId)
  const byTask = Map.groupBy(await taskDependencies(db, tasks), (dependency) => dependency.taskId)
  const epicsBefore = (id: string) => (byEpic.get(id) ?? []).map((dependency) => dependency.dependsOnId)
  const tasksBefore = (id: string): TaskDependency[] => byTask.get(id) ?? []
  return {
    epics: epics.map((epic) => epicOf(epic, epicsBefore(epic.id))),
    tasks: tasks.map((task) => taskOf(task, tasksBefore(task.id).map(dependencyOf))),
  }
}

/** Returns the query for the rows after `position`. Each row of a plan has a position of its own. */
const pageAfter = (position: number) => ({
  position: { gt: position },
  rest: { orderBy: { position: 'asc' }, take: ROWS_AT_ONCE } as const,
})

/** Reads page by page, because PGlite blocks the event loop for as long as one statement takes. */
async function inPlanOrder<Row extends { position: number }>(
  read: (page: ReturnType<typeof pageAfter>) => PromiseLike<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const page = await read(pageAfter(rows.at(-1)?.position ?? -1))
    rows.push(...page)
    if (page.length < ROWS_AT_ONCE) return rows
  }
}

async function taskDependencies(db: Connection, tasks: readonly { id: string }[]): Promise<TaskDependency[]> {
  const found: TaskDependency[] = []
  for (const some of chunks(tasks.map(({ id }) => id))) {
    found.push(
      ...(await db.$queryRaw<TaskDependency[]>`
        SELECT "taskId", "dependsOnId", "kind" FROM "TaskDependency" WHERE "taskId" = ANY(${some}::uuid[])`),
    )
  }
  return found
}
