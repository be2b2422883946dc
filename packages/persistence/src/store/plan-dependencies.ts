import type { PlanEpic, PlanTask } from '@coppice/engine'
import { Prisma } from '@coppice/prisma'
import { chunks, insertRows } from './bulk.ts'
import type { Connection } from './connection.ts'
import { type Ids, taskIdsOf } from './plan-ids.ts'

export interface NewPlan {
  epics: readonly PlanEpic[]
  /** The ids of all epics in the plan. It also contains the epics that this import archives, because their dependencies must be removed. */
  epicIds: Ids
  /** The tasks whose dependencies are not written yet. */
  tasks: readonly PlanTask[]
  taskIds: Ids
  staged: Ids
}

/** Replaces the dependencies of a project's epics and tasks. A dependency may name an archived task (P6). */
export async function replaceDependencies(
  db: Connection,
  projectId: string,
  { epics, epicIds, tasks, taskIds, staged }: NewPlan,
): Promise<void> {
  await replace(
    db,
    EPICS,
    epicIds,
    wanted(epics, epicIds, (epic) => epic.dependsOn.map((key) => ({ key, kind: '' }))),
  )
  await replaceTaskDependencies(db, projectId, { tasks, owners: taskIds, known: new Map([...taskIds, ...staged]) })
}

/**
 * Replaces the dependencies of tasks.
 *
 * @param owners the tasks whose dependencies are replaced: their ids by key
 * @param known ids by key that the caller already has. The ids of other tasks that a dependency names are read from the database.
 */
export async function replaceTaskDependencies(
  db: Connection,
  projectId: string,
  { tasks, owners, known }: { tasks: readonly PlanTask[]; owners: Ids; known: Ids },
): Promise<void> {
  const named = new Set(tasks.flatMap((task) => task.dependsOn.map(({ key }) => key)))
  const elsewhere = [...named].filter((key) => !known.has(key))
  const all = new Map([...known, ...(await taskIdsOf(db, projectId, elsewhere))])
  await replace(
    db,
    TASKS,
    owners,
    wanted(tasks, all, (task) => task.dependsOn),
  )
}

interface Edge {
  dependsOnId: string
  /** The kind of the dependency. Dependencies of epics have none. */
  kind: string
}

interface Table {
  name: 'EpicDependency' | 'TaskDependency'
  owner: 'epicId' | 'taskId'
  kind: Prisma.Sql
}

const EPICS: Table = { name: 'EpicDependency', owner: 'epicId', kind: Prisma.sql`''` }
const TASKS: Table = { name: 'TaskDependency', owner: 'taskId', kind: Prisma.sql`"kind"` }

function wanted<Entry extends { key: string }>(
  entries: readonly Entry[],
  ids: Ids,
  needsOf: (entry: Entry) => readonly { key: string; kind: string }[],
): ReadonlyMap<string, readonly Edge[]> {
  return new Map(
    entries.map((entry) => [
      idOf(ids, entry.key),
      needsOf(entry).map(({ key, kind }) => ({ dependsOnId: idOf(ids, key), kind })),
    ]),
  )
}

/** Writes only the differences, because most tasks of a large plan have the same dependencies as before. */
async function replace(
  db: Connection,
  { name, owner, kind }: Table,
  owners: Ids,
  edges: ReadonlyMap<string, readonly Edge[]>,
): Promise<void> {
  const [table, ownerId] = [Prisma.raw(`"${name}"`), Prisma.raw(`"${owner}"`)]
  for (const some of chunks([...owners.values()])) {
    const stored = await db.$queryRaw<(Edge & { id: string })[]>`
      SELECT ${ownerId} AS "id", "dependsOnId", ${kind} AS "kind" FROM ${table} WHERE ${ownerId} = ANY(${some}::uuid[])`
    const now = some.flatMap((id) => (edges.get(id) ?? []).map((edge) => ({ id, ...edge })))
    const removed = without(stored, now).map(({ id, dependsOnId }) => ({ [owner]: id, dependsOnId }))
    if (removed.length > 0) {
      await db.$executeRaw`
        DELETE FROM ${table} WHERE (${ownerId}, "dependsOnId") IN (
          SELECT ${ownerId}, "dependsOnId" FROM jsonb_populate_recordset(NULL::${table}, ${JSON.stringify(removed)}::jsonb))`
    }
    const added = without(now, stored).map(({ id, dependsOnId, kind: its }) => {
      return { [owner]: id, dependsOnId, ...(its === '' ? {} : { kind: its }) }
    })
    await insertRows<object>(db, name, added)
  }
}

function without<One extends Edge & { id: string }>(these: readonly One[], others: readonly (Edge & { id: string })[]) {
  const known = new Set(others.map(nameOf))
  return these.filter((edge) => !known.has(nameOf(edge)))
}

const nameOf = ({ id, dependsOnId, kind }: Edge & { id: string }) => `${id} ${dependsOnId} ${kind}`

function idOf(ids: Ids, key: string): string {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`neither the plan nor the project has the key ${key} of a dependency`)
  return id
}
