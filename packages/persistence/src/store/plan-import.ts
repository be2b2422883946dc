/** Imports a plan. Epics and tasks are matched by key (P6). Only differences are written, and each statement writes at most one chunk. */
import { randomUUID } from 'node:crypto'
import type { Plan, PlanEpic, PlanTask, StoreTransaction } from '@coppice/engine'
import type { Prisma } from '@coppice/prisma'
import { asRows, chunks } from './bulk.ts'
import type { Connection } from './connection.ts'
import { replaceDependencies } from './plan-dependencies.ts'
import { activeEpicIds, activeTaskIds, type Ids, taskIdsOf } from './plan-ids.ts'
import { projectPatchRow } from './rows.ts'
import { storable } from './storable.ts'

type PlanWrites = Pick<StoreTransaction, 'replacePlan' | 'addTask' | 'archiveTask'>

export function planWrites(db: Connection): PlanWrites {
  return {
    async archiveTask(id, at) {
      await db.task.updateMany({ where: { id, archivedAt: null }, data: { archivedAt: new Date(at) } })
    },
    async addTask(projectId, { dependsOn, settings, ...task }, at) {
      const last = await db.planVersion.findFirst({ where: { projectId }, orderBy: { version: 'desc' } })
      await noteVersion(db, projectId, last?.source ?? '', at)
      const { _max } = await db.task.aggregate({ where: { projectId, archivedAt: null }, _max: { position: true } })
      const id = randomUUID()
      const position = (_max.position ?? -1) + 1
      const row = { ...task, id, projectId, position, settings: settings as unknown as Prisma.InputJsonValue }
      await db.task.createMany({ data: [storable({ ...row, followUp: true })] })
      const needs = dependsOn.map(({ taskId, kind }) => ({ taskId: id, dependsOnId: taskId, kind }))
      await db.taskDependency.createMany({ data: needs })
    },
    async replacePlan(projectId, plan, source, at, staged = NONE) {
      await noteVersion(db, projectId, source, at, plan.settings)
      const before = await activeTaskIds(db, projectId)
      await upsertEpics(db, projectId, plan.epics)
      const epicIds = await activeEpicIds(db, projectId)
      await archiveOthers(db.epic, epicIds, plan.epics, at)
      const tasks = placedTasks(plan)
      const rest = tasks.filter(({ key }) => !staged.has(key))
      await upsertTasks(db, projectId, rest, epicIds)
      const added = await taskIdsOf(db, projectId, missingIn(before, rest))
      await archiveOthers(db.task, before, tasks, at)
      const taskIds = new Map([...before, ...added])
      await replaceDependencies(db, projectId, { epics: plan.epics, epicIds, tasks: rest, taskIds, staged })
    },
  }
}

async function noteVersion(
  db: Connection,
  projectId: string,
  source: string,
  at: number,
  settings?: Plan['settings'],
): Promise<void> {
  const { planVersion } = await db.project.update({
    where: { id: projectId },
    data: { ...projectPatchRow({ settings }), planVersion: { increment: 1 } },
    select: { planVersion: true },
  })
  await db.planVersion.createMany({
    data: [{ projectId, version: planVersion, source: storable(source), importedAt: new Date(at) }],
  })
}

export async function upsertEpics(db: Connection, projectId: string, epics: readonly PlanEpic[]): Promise<void> {
  const placed = epics.map(({ key, name, priority }, position) => ({ key, name, priority, position }))
  for (const some of chunks(placed)) {
    const rows = some.map((epic) => ({ ...epic, id: randomUUID(), projectId, archivedAt: null }))
    await db.$executeRaw`
      INSERT INTO "Epic" AS old SELECT * FROM ${asRows('Epic', storable(rows))}
      ON CONFLICT ("projectId", "key") DO UPDATE SET
        "name" = EXCLUDED."name", "priority" = EXCLUDED."priority", "position" = EXCLUDED."position", "archivedAt" = NULL
      WHERE old."archivedAt" IS NOT NULL OR (old."name", old."priority", old."position")
        IS DISTINCT FROM (EXCLUDED."name", EXCLUDED."priority", EXCLUDED."position")`
  }
}

export type PlacedTask = PlanTask & { epicKey: string; position: number }

/** Returns the tasks of a plan with their epics and positions, in the order of the file. */
export const placedTasks = ({ epics }: Plan): PlacedTask[] =>
  epics
    .flatMap((epic) => epic.tasks.map((task) => ({ ...task, epicKey: epic.key })))
    .map((task, position) => ({ ...task, position }))

export async function upsertTasks(
  db: Connection,
  projectId: string,
  tasks: readonly PlacedTask[],
  epicIds: Ids,
): Promise<void> {
  for (const some of chunks(tasks)) {
    const rows = some.map(({ key, epicKey, description, action, priority, settings, position, followUp = false }) => {
      const words = { key, description, action, settings }
      return {
        id: randomUUID(),
        projectId,
        epicId: epicIds.get(epicKey),
        ...words,
        priority,
        position,
        archivedAt: null,
        followUp,
      }
    })
    await db.$executeRaw`
      INSERT INTO "Task" AS old SELECT * FROM ${asRows('Task', storable(rows))}
      ON CONFLICT ("projectId", "key") DO UPDATE SET
        "epicId" = EXCLUDED."epicId", "description" = EXCLUDED."description", "action" = EXCLUDED."action",
        "priority" = EXCLUDED."priority", "position" = EXCLUDED."position", "settings" = EXCLUDED."settings",
        "followUp" = EXCLUDED."followUp", "archivedAt" = NULL
      WHERE old."archivedAt" IS NOT NULL
        OR (old."epicId", old."description", old."action", old."priority", old."position", old."settings", old."followUp")
        IS DISTINCT FROM (EXCLUDED."epicId", EXCLUDED."description", EXCLUDED."action", EXCLUDED."priority",
          EXCLUDED."position", EXCLUDED."settings", EXCLUDED."followUp")`
  }
}

const NONE: Ids = new Map()

export const missingIn = (ids: Ids, entries: readonly { key: string }[]): string[] =>
  entries.map(({ key }) => key).filter((key) => !ids.has(key))

/** The method that Prisma's `db.epic` and `db.task` have in common. */
interface Archivable {
  updateMany(change: { where: { id: { in: string[] } }; data: { archivedAt: Date } }): PromiseLike<Prisma.BatchPayload>
}

async function archiveOthers(table: Archivable, ids: Ids, plan: readonly { key: string }[], at: number): Promise<void> {
  const kept = new Set(plan.map((entry) => entry.key))
  const vanished = [...ids].filter(([key]) => !kept.has(key)).map(([, id]) => id)
  for (const some of chunks(vanished)) {
    await table.updateMany({ where: { id: { in: some } }, data: { archivedAt: new Date(at) } })
  }
}
