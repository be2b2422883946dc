/** P6: an import matches by key. */
import { randomUUID } from 'node:crypto'
import type { Plan, PlanEpic, PlanTask, StoreTransaction } from '@coppice/engine'
import type { Prisma } from '@coppice/prisma'
import { asRows, chunks, insertRows } from './bulk.ts'
import type { Connection } from './connection.ts'
import { projectPatchRow } from './rows.ts'
import { storable } from './storable.ts'

type PlanWrites = Pick<StoreTransaction, 'replacePlan' | 'archiveTask'>
type Ids = ReadonlyMap<string, string>

export function planWrites(db: Connection): PlanWrites {
  return {
    async archiveTask(id, at) {
      await db.task.updateMany({ where: { id, archivedAt: null }, data: { archivedAt: new Date(at) } })
    },
    async replacePlan(projectId, plan, source, at) {
      await noteVersion(db, projectId, plan, source, at)
      await upsertEpics(db, projectId, plan.epics)
      const epicIds = await archiveOthers(db.epic, projectId, plan.epics, at)
      const tasks = plan.epics.flatMap((epic) => epic.tasks.map((task) => ({ ...task, epicKey: epic.key })))
      await upsertTasks(db, projectId, tasks, epicIds)
      const taskIds = await archiveOthers(db.task, projectId, tasks, at)
      await replaceDependencies(db, projectId, { epics: plan.epics, epicIds, tasks, taskIds })
    },
  }
}

async function noteVersion(db: Connection, projectId: string, plan: Plan, source: string, at: number): Promise<void> {
  const { planVersion } = await db.project.update({
    where: { id: projectId },
    data: { ...projectPatchRow({ settings: plan.settings }), planVersion: { increment: 1 } },
    select: { planVersion: true },
  })
  await db.planVersion.createMany({
    data: [{ projectId, version: planVersion, source: storable(source), importedAt: new Date(at) }],
  })
}

async function upsertEpics(db: Connection, projectId: string, epics: readonly PlanEpic[]): Promise<void> {
  const rows = epics.map(({ key, name, priority }, position) => {
    return { id: randomUUID(), projectId, key, name, priority, position, archivedAt: null }
  })
  for (const some of chunks(rows)) {
    await db.$executeRaw`
      INSERT INTO "Epic" SELECT * FROM ${asRows('Epic', storable(some))}
      ON CONFLICT ("projectId", "key") DO UPDATE SET
        "name" = EXCLUDED."name", "priority" = EXCLUDED."priority", "position" = EXCLUDED."position", "archivedAt" = NULL`
  }
}

type EpicTask = PlanTask & { epicKey: string }

async function upsertTasks(db: Connection, projectId: string, tasks: readonly EpicTask[], epicIds: Ids): Promise<void> {
  const rows = tasks.map(({ key, epicKey, description, action, priority, settings }, position) => {
    const epicId = idOf(epicIds, epicKey)
    const words = { key, description, action, settings }
    return { id: randomUUID(), projectId, epicId, ...words, priority, position, archivedAt: null }
  })
  for (const some of chunks(rows)) {
    await db.$executeRaw`
      INSERT INTO "Task" SELECT * FROM ${asRows('Task', storable(some))}
      ON CONFLICT ("projectId", "key") DO UPDATE SET
        "epicId" = EXCLUDED."epicId", "description" = EXCLUDED."description", "action" = EXCLUDED."action",
        "priority" = EXCLUDED."priority", "position" = EXCLUDED."position", "settings" = EXCLUDED."settings",
        "archivedAt" = NULL`
  }
}

/** What Prisma's `db.epic` and `db.task` have in common here. */
interface Keyed {
  findMany(query: {
    where: { projectId: string }
    select: { id: true; key: true; archivedAt: true }
  }): Promise<{ id: string; key: string; archivedAt: Date | null }[]>
  updateMany(change: { where: { id: { in: string[] } }; data: { archivedAt: Date } }): Promise<Prisma.BatchPayload>
}

/** Archives what the plan no longer has; answers the ids of all, archived ones too, by key. */
async function archiveOthers(
  table: Keyed,
  projectId: string,
  plan: readonly { key: string }[],
  at: number,
): Promise<Ids> {
  const rows = await table.findMany({ where: { projectId }, select: { id: true, key: true, archivedAt: true } })
  const kept = new Set(plan.map((entry) => entry.key))
  const vanished = rows.filter((row) => row.archivedAt === null && !kept.has(row.key)).map((row) => row.id)
  for (const some of chunks(vanished)) {
    await table.updateMany({ where: { id: { in: some } }, data: { archivedAt: new Date(at) } })
  }
  return new Map(rows.map((row) => [row.key, row.id]))
}

/** They may name what is archived (P1). */
async function replaceDependencies(
  db: Connection,
  projectId: string,
  {
    epics,
    epicIds,
    tasks,
    taskIds,
  }: { epics: readonly PlanEpic[]; epicIds: Ids; tasks: readonly EpicTask[]; taskIds: Ids },
): Promise<void> {
  await db.epicDependency.deleteMany({ where: { epic: { projectId } } })
  await db.taskDependency.deleteMany({ where: { task: { projectId } } })
  const ofEpics = epics.flatMap((epic) =>
    epic.dependsOn.map((key) => ({ epicId: idOf(epicIds, epic.key), dependsOnId: idOf(epicIds, key) })),
  )
  const ofTasks = tasks.flatMap((task) =>
    task.dependsOn.map(({ key, kind }) => ({ taskId: idOf(taskIds, task.key), dependsOnId: idOf(taskIds, key), kind })),
  )
  await insertRows(db, 'EpicDependency', ofEpics)
  await insertRows(db, 'TaskDependency', ofTasks)
}

function idOf(ids: Ids, key: string): string {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`the plan names ${key}, which the project has never had`)
  return id
}
