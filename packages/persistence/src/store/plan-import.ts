/** P6: an import matches by key. It writes only what differs, and no statement has more than a chunk of rows. */
import { randomUUID } from 'node:crypto'
import type { Plan, PlanEpic, PlanTask, StoreTransaction } from '@coppice/engine'
import type { Prisma } from '@coppice/prisma'
import { asRows, chunks } from './bulk.ts'
import type { Connection } from './connection.ts'
import { replaceDependencies } from './plan-dependencies.ts'
import { projectPatchRow } from './rows.ts'
import { storable } from './storable.ts'

type PlanWrites = Pick<StoreTransaction, 'replacePlan' | 'archiveTask'>
/** By key. */
type Ids = ReadonlyMap<string, string>

export function planWrites(db: Connection): PlanWrites {
  return {
    async archiveTask(id, at) {
      await db.task.updateMany({ where: { id, archivedAt: null }, data: { archivedAt: new Date(at) } })
    },
    async replacePlan(projectId, plan, source, at) {
      await noteVersion(db, projectId, plan, source, at)
      await upsertEpics(db, projectId, plan.epics)
      const epicIds = await activeIds(db.epic, projectId)
      await archiveOthers(db.epic, epicIds, plan.epics, at)
      const tasks = plan.epics.flatMap((epic) => epic.tasks.map((task) => ({ ...task, epicKey: epic.key })))
      await upsertTasks(db, projectId, tasks, epicIds)
      const taskIds = await activeIds(db.task, projectId)
      await archiveOthers(db.task, taskIds, tasks, at)
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

type EpicTask = PlanTask & { epicKey: string }

async function upsertTasks(db: Connection, projectId: string, tasks: readonly EpicTask[], epicIds: Ids): Promise<void> {
  const placed = tasks.map((task, position) => ({ task, position }))
  for (const some of chunks(placed)) {
    const rows = some.map(({ task: { key, epicKey, description, action, priority, settings }, position }) => {
      const words = { key, description, action, settings }
      return {
        id: randomUUID(),
        projectId,
        epicId: epicIds.get(epicKey),
        ...words,
        priority,
        position,
        archivedAt: null,
      }
    })
    await db.$executeRaw`
      INSERT INTO "Task" AS old SELECT * FROM ${asRows('Task', storable(rows))}
      ON CONFLICT ("projectId", "key") DO UPDATE SET
        "epicId" = EXCLUDED."epicId", "description" = EXCLUDED."description", "action" = EXCLUDED."action",
        "priority" = EXCLUDED."priority", "position" = EXCLUDED."position", "settings" = EXCLUDED."settings",
        "archivedAt" = NULL
      WHERE old."archivedAt" IS NOT NULL
        OR (old."epicId", old."description", old."action", old."priority", old."position", old."settings")
        IS DISTINCT FROM (EXCLUDED."epicId", EXCLUDED."description", EXCLUDED."action", EXCLUDED."priority",
          EXCLUDED."position", EXCLUDED."settings")`
  }
}

/** What Prisma's `db.epic` and `db.task` have in common here. */
interface Keyed {
  findMany(query: {
    where: { projectId: string; archivedAt: null; key: { gt: string } }
    select: { id: true; key: true }
    orderBy: { key: 'asc' }
    take: number
  }): PromiseLike<{ id: string; key: string }[]>
  updateMany(change: { where: { id: { in: string[] } }; data: { archivedAt: Date } }): PromiseLike<Prisma.BatchPayload>
}

const KEYS_AT_ONCE = 2_000

async function activeIds(table: Keyed, projectId: string): Promise<Ids> {
  const ids = new Map<string, string>()
  for (let last = ''; ; ) {
    const page = await table.findMany({
      where: { projectId, archivedAt: null, key: { gt: last } },
      select: { id: true, key: true },
      orderBy: { key: 'asc' },
      take: KEYS_AT_ONCE,
    })
    for (const { id, key } of page) ids.set(key, id)
    if (page.length < KEYS_AT_ONCE) return ids
    last = page.at(-1)?.key ?? last
  }
}

async function archiveOthers(table: Keyed, ids: Ids, plan: readonly { key: string }[], at: number): Promise<void> {
  const kept = new Set(plan.map((entry) => entry.key))
  const vanished = [...ids].filter(([key]) => !kept.has(key)).map(([, id]) => id)
  for (const some of chunks(vanished)) {
    await table.updateMany({ where: { id: { in: some } }, data: { archivedAt: new Date(at) } })
  }
}
