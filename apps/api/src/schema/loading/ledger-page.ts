import { Prisma, type PrismaClient } from '@coppice/prisma'
import type { LedgerPlace } from './ledger-place.ts'

type Entry = Prisma.LedgerEntryGetPayload<true>

/**
 * Returns at most `first` requests of a run after a place, session by session. The first statement finds them by the sums of the run. Then
 * Prisma reads their sessions by their ids, because its own query for the requests would sort all requests of the run.
 */
export async function ledgerPage(
  prisma: PrismaClient,
  { include }: { include?: Prisma.LedgerEntryInclude },
  runId: string,
  after: LedgerPlace | null,
  first: number,
): Promise<Entry[]> {
  const entries = await prisma.$queryRaw<Entry[]>(ledgerPageSql(runId, after, first))
  const session = include?.session
  if (!session || session === true) return entries
  const where = { id: { in: [...new Set(entries.map(({ sessionId }) => sessionId))] } }
  const sessions = await prisma.session.findMany({ ...session, where })
  const byId = new Map(sessions.map((each) => [each.id, each]))
  return entries.map((entry) => ({ ...entry, session: byId.get(entry.sessionId) }))
}

/**
 * Each sum contains a request, so `first` sums after the session of the place fill a page. OFFSET keeps
 * PostgreSQL from joining all requests with all sums.
 */
export function ledgerPageSql(runId: string, after: LedgerPlace | null, first: number): Prisma.Sql {
  const sumsOf = (condition: Prisma.Sql) => Prisma.sql`
    SELECT "sessionId", "sessionNumber" FROM "LedgerSum" WHERE "runId" = ${runId}::uuid AND ${condition}`
  const from = after ?? { session: 0, at: new Date(0), requestId: '' }
  return Prisma.sql`
    WITH session AS (
      (${sumsOf(Prisma.sql`"sessionNumber" = ${from.session}`)})
      UNION (${sumsOf(Prisma.sql`"sessionNumber" > ${from.session}`)} ORDER BY "sessionNumber" LIMIT ${first})
    )
    SELECT entry.*
    FROM session CROSS JOIN LATERAL (
      SELECT e.* FROM "LedgerEntry" e
      WHERE e."sessionId" = session."sessionId"
        AND (session."sessionNumber" > ${from.session} OR (e."at", e."requestId") > (${from.at}::timestamptz, ${from.requestId}))
      ORDER BY e."at", e."requestId" LIMIT ${first} OFFSET 0
    ) AS entry
    ORDER BY session."sessionNumber", entry."at", entry."requestId" LIMIT ${first}`
}
