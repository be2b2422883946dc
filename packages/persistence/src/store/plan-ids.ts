/** Reads the ids of epics and tasks by their keys. */
import { chunks } from './bulk.ts'
import type { Connection } from './connection.ts'

/** Ids by key. */
export type Ids = ReadonlyMap<string, string>

interface Row {
  id: string
  key: string
}

const KEYS_AT_ONCE = 2_000

export const activeEpicIds = (db: Connection, projectId: string): Promise<Ids> =>
  byKey((last) => db.epic.findMany({ where: { projectId, archivedAt: null, key: { gt: last } }, ...PAGE }))

export const activeTaskIds = (db: Connection, projectId: string): Promise<Ids> =>
  byKey((last) =>
    db.task.findMany({
      where: { projectId, archivedAt: null, epic: { archivedAt: null }, key: { gt: last } },
      ...PAGE,
    }),
  )

const PAGE = { select: { id: true, key: true }, orderBy: { key: 'asc' }, take: KEYS_AT_ONCE } as const

async function byKey(read: (last: string) => PromiseLike<Row[]>): Promise<Ids> {
  const ids = new Map<string, string>()
  for (let last = ''; ; ) {
    const page = await read(last)
    for (const { id, key } of page) ids.set(key, id)
    if (page.length < KEYS_AT_ONCE) return ids
    last = page.at(-1)?.key ?? last
  }
}

/** Returns the ids of these tasks, including archived ones. */
export async function taskIdsOf(db: Connection, projectId: string, keys: readonly string[]): Promise<Ids> {
  const ids = new Map<string, string>()
  for (const some of chunks(keys)) {
    const rows = await db.$queryRaw<Row[]>`
      SELECT "id", "key" FROM "Task" WHERE "projectId" = ${projectId}::uuid AND "key" = ANY(${some})`
    for (const { id, key } of rows) ids.set(key, id)
  }
  return ids
}
