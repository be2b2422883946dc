import type { ExpertiseEntry } from '@coppice/engine'
import type { Connection } from './connection.ts'
import { type ExpertiseRows, expertiseRows, inOrder, type VersionedEntry } from './expertise-rows.ts'

/** The most projects whose entries are in memory. 7,000 entries take about 10 MB. */
const MOST_PROJECTS = 4

/** The entries of a project by id, in their order. */
interface Kept {
  rows: ReadonlyMap<string, VersionedEntry>
  horizon: number
}

/**
 * The entries of the projects that were read last. Each prompt needs all entries of its project, and each session changes a few of them. So
 * only those are read that were written since the last read, also by another server. Whether entries were removed is seen by the number of entries
 * and the sum of their versions. If these do not fit, all entries are read.
 */
export class KeptExpertise {
  readonly #db: Connection
  /** By project, the one that was read last at the end. */
  readonly #projects = new Map<string, Kept>()

  constructor(db: Connection) {
    this.#db = db
  }

  async of(projectId: string): Promise<ExpertiseEntry[]> {
    const kept = await this.#read(projectId, this.#projects.get(projectId))
    this.#projects.delete(projectId)
    this.#projects.set(projectId, kept)
    for (const oldest of [...this.#projects.keys()].slice(0, -MOST_PROJECTS)) this.#projects.delete(oldest)
    return [...kept.rows.values()].map(({ entry }) => entry)
  }

  async #read(projectId: string, kept: Kept | undefined): Promise<Kept> {
    if (kept !== undefined) {
      const changes = await expertiseRows(this.#db, projectId, kept.horizon)
      const next = changed(kept, changes)
      if (isWhole(next, changes)) return next
      const ids = await this.#idsOf(projectId)
      const rest = { ...next, rows: new Map([...next.rows].filter(([id]) => ids.has(id))) }
      if (isWhole(rest, changes)) return rest
    }
    const all = await expertiseRows(this.#db, projectId)
    return changed({ rows: new Map(), horizon: 0 }, all)
  }

  async #idsOf(projectId: string): Promise<ReadonlySet<string>> {
    const [result] = await this.#db.$queryRaw<{ ids: string }[]>`
      SELECT string_agg("id"::text, ' ') AS "ids" FROM "ExpertiseEntry"
      WHERE "projectId" = ${projectId}::uuid AND "deletedAt" IS NULL`
    return new Set(result?.ids?.split(' ') ?? [])
  }
}

/** Returns the entries after changes, in their order. Without a change, they are the same entries. */
function changed(kept: Kept, { rows, horizon }: ExpertiseRows): Kept {
  const isNew = ({ version, entry }: VersionedEntry) => kept.rows.get(entry.id)?.version !== version
  if (!rows.some(isNew)) return { ...kept, horizon }
  const byId = new Map(kept.rows)
  for (const row of rows) byId.set(row.entry.id, row)
  const sorted = inOrder([...byId.values()].map(({ entry }) => entry))
  return { rows: new Map(sorted.map(({ id }) => [id, byId.get(id) as VersionedEntry])), horizon }
}

function isWhole({ rows }: Kept, { total }: ExpertiseRows): boolean {
  if (rows.size !== total.count) return false
  let sum = 0
  for (const { version } of rows.values()) sum += version
  return sum === total.sum
}
