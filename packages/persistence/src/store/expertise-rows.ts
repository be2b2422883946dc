import type { ExpertiseEntry } from '@coppice/engine'
import { TASK_DOMAINS } from '@coppice/engine/domain/task-domains'
import { byUsefulness } from '@coppice/engine/expertise'
import type * as Rows from '@coppice/prisma'
import type { Connection } from './connection.ts'
import { expertiseEntryOf } from './rows.ts'

/** An entry with the number of the transaction that wrote it. */
export interface VersionedEntry {
  version: number
  entry: ExpertiseEntry
}

export interface ExpertiseRows {
  rows: VersionedEntry[]
  /** How many entries the project has, and the sum of their versions. A later content has a larger sum, or fewer entries. */
  total: { count: number; sum: number }
  /** Transactions with a lower number have ended. */
  horizon: number
}

type Times = 'createdAt' | 'updatedAt' | 'deletedAt'
type JsonRow = Omit<Rows.ExpertiseEntry, Times> & Record<Times, string> & { version: number }

/**
 * Reads the entries of a project that people have not deleted.
 *
 * They are read as one JSON text. For 7,000 entries this took 24 ms of CPU time. Prisma's `findMany` took 84 ms.
 *
 * @param from only entries that a transaction with this number or a higher one wrote
 */
export async function expertiseRows(db: Connection, projectId: string, from = 0): Promise<ExpertiseRows> {
  const [result] = await db.$queryRaw<{ rows: string | null; count: bigint; sum: string; horizon: string }[]>`
    SELECT (json_agg(t) FILTER (WHERE t."version" >= ${from}::bigint))::text AS "rows",
      count(*) AS "count", COALESCE(sum(t."version"), 0)::text AS "sum",
      pg_snapshot_xmin(pg_current_snapshot())::text AS "horizon"
    FROM (
      SELECT e."xmin"::text::bigint AS "version", e.* FROM "ExpertiseEntry" AS e
      WHERE e."projectId" = ${projectId}::uuid AND e."deletedAt" IS NULL
    ) AS t`
  const rows = JSON.parse(result?.rows ?? '[]') as JsonRow[]
  return {
    rows: rows.map(({ version, ...row }) => {
      const times = { createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt), deletedAt: null }
      return { version, entry: expertiseEntryOf({ ...row, ...times }) }
    }),
    total: { count: Number(result?.count ?? 0), sum: Number(result?.sum ?? 0) },
    horizon: Number(result?.horizon ?? 0),
  }
}

/** Returns the entries domain by domain, and in each the most useful first. */
export function inOrder(entries: Iterable<ExpertiseEntry>): ExpertiseEntry[] {
  const byDomain = Map.groupBy(entries, ({ domain }) => domain)
  return TASK_DOMAINS.flatMap((domain) => byDomain.get(domain)?.sort(byUsefulness) ?? [])
}
