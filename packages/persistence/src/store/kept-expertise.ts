import type { ExpertiseEntry } from '@coppice/engine'
import { TASK_DOMAINS } from '@coppice/engine/domain/task-domains'
import { byUsefulness } from '@coppice/engine/expertise'
import type { Connection } from './connection.ts'
import { type ExpertiseRows, expertiseRows, type VersionedEntry } from './expertise-rows.ts'

/** The most projects whose entries are in memory. 7,000 entries take about 10 MB. */
const MOST_PROJECTS = 4

/** The entries of a domain by id, in their order. */
type KeptDomain = ReadonlyMap<string, VersionedEntry>

/** The entries of a project by domain. */
interface Kept {
  domains: ReadonlyMap<string, KeptDomain>
  horizon: number
}

/**
 * The entries of the projects that were read last. Each prompt needs all entries of its project, and each session changes a few of them. So
 * only those are read that were written since the last read, also by another server. Whether entries were removed is seen by the number of entries
 * and the sum of their versions. If these do not fit, the ids of the changed domains are read, and if that is not enough, all entries.
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
    return TASK_DOMAINS.flatMap((domain) => entriesOf(kept.domains.get(domain)))
  }

  async #read(projectId: string, kept: Kept | undefined): Promise<Kept> {
    if (kept !== undefined) {
      const changes = await expertiseRows(this.#db, projectId, kept.horizon)
      const next = changed(kept, changes)
      if (isWhole(next, changes)) return next
      // A session that learns removes entries mostly from the domain that it adds to. The ids of one domain are read in a fifth of the time.
      const learned = new Set(changes.rows.map(({ entry }) => entry.domain))
      const rest = withOnly(next, learned, await this.#idsOf(projectId, learned))
      if (isWhole(rest, changes)) return rest
    }
    const all = await expertiseRows(this.#db, projectId)
    return changed({ domains: new Map(), horizon: 0 }, all)
  }

  async #idsOf(projectId: string, domains: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const [result] = await this.#db.$queryRaw<{ ids: string }[]>`
      SELECT string_agg("id"::text, ' ') AS "ids" FROM "ExpertiseEntry"
      WHERE "projectId" = ${projectId}::uuid AND "deletedAt" IS NULL AND "domain" = ANY(${[...domains]}::text[])`
    return new Set(result?.ids?.split(' ') ?? [])
  }
}

/** Returns the entries after changes. Only the domains that have changed are made again. */
function changed(kept: Kept, { rows, horizon }: ExpertiseRows): Kept {
  const isNew = ({ version, entry }: VersionedEntry) =>
    kept.domains.get(entry.domain)?.get(entry.id)?.version !== version
  const fresh = new Map(rows.filter(isNew).map((row) => [row.entry.id, row]))
  if (fresh.size === 0) return { ...kept, horizon }
  const domains = new Map(kept.domains)
  for (const [domain, had] of kept.domains) if (hasAny(had, fresh)) domains.set(domain, without(had, fresh))
  for (const [domain, added] of Map.groupBy(fresh.values(), ({ entry }) => entry.domain)) {
    const all = [...(domains.get(domain)?.values() ?? []), ...added]
    domains.set(domain, byId(all.sort((one, other) => byUsefulness(one.entry, other.entry))))
  }
  return { domains, horizon }
}

/** @param ids the ids of the entries of these domains that are still there */
function withOnly(kept: Kept, names: ReadonlySet<string>, ids: ReadonlySet<string>): Kept {
  const domains = new Map(kept.domains)
  for (const name of names)
    domains.set(name, byId([...(domains.get(name)?.values() ?? [])].filter(({ entry }) => ids.has(entry.id))))
  return { ...kept, domains }
}

function isWhole({ domains }: Kept, { total }: ExpertiseRows): boolean {
  let [count, sum] = [0, 0]
  for (const domain of domains.values()) {
    count += domain.size
    for (const { version } of domain.values()) sum += version
  }
  return count === total.count && sum === total.sum
}

const byId = (rows: readonly VersionedEntry[]): KeptDomain => new Map(rows.map((row) => [row.entry.id, row]))

const hasAny = (domain: KeptDomain, ids: ReadonlyMap<string, unknown>): boolean =>
  [...ids.keys()].some((id) => domain.has(id))

const without = (domain: KeptDomain, ids: ReadonlyMap<string, unknown>): KeptDomain =>
  byId([...domain.values()].filter(({ entry }) => !ids.has(entry.id)))

const entriesOf = (domain: KeptDomain | undefined): ExpertiseEntry[] =>
  [...(domain?.values() ?? [])].map(({ entry }) => entry)
