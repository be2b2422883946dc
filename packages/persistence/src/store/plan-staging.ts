import { randomUUID } from 'node:crypto'
import type { Plan, PlanEpic, StagedTasks } from '@coppice/engine'
import { asRows, chunks, ROWS_AT_ONCE } from './bulk.ts'
import type { Connection } from './connection.ts'
import { replaceTaskDependencies } from './plan-dependencies.ts'
import { activeEpicIds, activeTaskIds, type Ids, taskIdsOf } from './plan-ids.ts'
import { missingIn, type PlacedTask, placedTasks, upsertTasks } from './plan-import.ts'
import { planReads } from './plans.ts'
import { storable } from './storable.ts'

/**
 * Implements `Store.stagePlan`. It writes the tasks of epics that the project does not have now. Each statement is a transaction of its
 * own.
 */
export async function stagePlan(db: Connection, projectId: string, plan: Plan, at: number): Promise<StagedTasks> {
  const activeEpics = await activeEpicIds(db, projectId)
  const epics = plan.epics.filter(({ key }) => !activeEpics.has(key))
  if (epics.length > 0) await archiveLeftovers(db, projectId, at)
  if (epics.reduce((sum, epic) => sum + epic.tasks.length, 0) < ROWS_AT_ONCE) return new Map()
  await insertArchived(db, projectId, epics, at)
  const epicIds = await planReads(db).archivedEpics(
    projectId,
    epics.map(({ key }) => key),
  )
  const active = await activeTaskIds(db, projectId)
  const tasks = placedTasks(plan).filter(({ key, epicKey }) => epicIds.has(epicKey) && !active.has(key))
  await upsertTasks(db, projectId, tasks, epicIds)
  return withDependencies(db, projectId, tasks, active)
}

/** Archives tasks that an unfinished import has staged. Otherwise they would become part of the plan as soon as their epic does. */
async function archiveLeftovers(db: Connection, projectId: string, at: number): Promise<void> {
  const left = { projectId, archivedAt: null, epic: { archivedAt: { not: null } } } as const
  for (;;) {
    const rows = await db.task.findMany({ where: left, select: { id: true }, take: ROWS_AT_ONCE })
    if (rows.length === 0) return
    await db.task.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: { archivedAt: new Date(at) } })
  }
}

async function insertArchived(
  db: Connection,
  projectId: string,
  epics: readonly PlanEpic[],
  at: number,
): Promise<void> {
  const archivedAt = new Date(at)
  for (const some of chunks(epics)) {
    const rows = some.map(({ key, name, priority }) => {
      return { id: randomUUID(), projectId, key, name, priority, position: 0, archivedAt }
    })
    await db.$executeRaw`
      INSERT INTO "Epic" SELECT * FROM ${asRows('Epic', storable(rows))} ON CONFLICT ("projectId", "key") DO NOTHING`
  }
}

/**
 * Writes the dependencies of staged tasks. If a task needs a task that is not stored yet, the import writes the dependencies of the task
 * later.
 */
async function withDependencies(
  db: Connection,
  projectId: string,
  tasks: readonly PlacedTask[],
  active: Ids,
): Promise<StagedTasks> {
  const written = await taskIdsOf(db, projectId, missingIn(active, tasks))
  const needed = new Set(tasks.flatMap((task) => task.dependsOn.map(({ key }) => key)))
  const elsewhere = [...needed].filter((key) => !written.has(key) && !active.has(key))
  const known = new Map([...active, ...written, ...(await taskIdsOf(db, projectId, elsewhere))])
  const whole = tasks.filter((task) => task.dependsOn.every(({ key }) => known.has(key)))
  const staged = new Map(whole.map(({ key }) => [key, written.get(key) ?? '']))
  await replaceTaskDependencies(db, projectId, { tasks: whole, owners: staged, known })
  return staged
}
