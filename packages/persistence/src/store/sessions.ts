import type { StoreReads, StoreTransaction } from '@coppice/engine'
import type { Connection } from './connection.ts'
import { sessionOf, sessionPatchRow, sessionRow } from './rows.ts'
import { isUuid } from './uuid.ts'

type SessionReads = Pick<
  StoreReads,
  | 'session'
  | 'sessionCosts'
  | 'projectSpending'
  | 'costsBefore'
  | 'taskCosts'
  | 'sessions'
  | 'sessionsOf'
  | 'countSessions'
>
type SessionWrites = Pick<StoreTransaction, 'insertSession' | 'updateSession'>

/**
 * The sums of the ledger, and what ended sessions with an unknown cost had reserved beyond that. It is the same sum as in `RunMoney`: a session
 * in which the agent did nothing cost nothing.
 */
const SPENDING = `
  SELECT coalesce(sum("cost"), 0)::bigint AS "total", coalesce(sum("cost") FILTER (WHERE "day" >= d."start"), 0)::bigint AS "today"
  FROM (SELECT ($2::timestamptz AT TIME ZONE 'UTC')::date AS "start") AS d, (
    SELECT "costMicroUsd" AS "cost", "key"::date AS "day" FROM "LedgerTotal" WHERE "scopeId" = $1::uuid AND "dimension" = 'DAY'
    UNION ALL
    SELECT -"costMicroUsd", "key"::date FROM "LedgerTotal" WHERE "scopeId" = $3::uuid AND "dimension" = 'DAY'
    UNION ALL
    SELECT "reservedMicroUsd" - "knownCostMicroUsd", ("endedAt" AT TIME ZONE 'UTC')::date FROM "Session"
      WHERE "projectId" = $1::uuid AND "runId" IS DISTINCT FROM $3::uuid AND "costMicroUsd" IS NULL AND NOT "flatRate"
        AND "reservedMicroUsd" > "knownCostMicroUsd" AND "status" <> 'RUNNING'
        AND ("messageCount" + "toolCallCount" > 0 OR "inputTokens" IS NOT NULL OR "knownCostMicroUsd" > 0)
  ) AS spent`

export function sessionReads(db: Connection): SessionReads {
  return {
    async session(id) {
      const row = isUuid(id) ? await db.session.findUnique({ where: { id } }) : null
      return row && sessionOf(row)
    },
    async sessionCosts(projectId, most) {
      if (!isUuid(projectId)) return []
      const rows = await db.session.findMany({
        where: { projectId, kind: { not: 'LEARNING' }, status: 'COMPLETED', costMicroUsd: { not: null } },
        orderBy: { number: 'desc' },
        take: most,
        select: { model: true, domain: true, costMicroUsd: true },
      })
      return rows.map(({ costMicroUsd, ...row }) => ({ ...row, costMicroUsd: Number(costMicroUsd) }))
    },
    async projectSpending(projectId, dayStart, except) {
      if (!isUuid(projectId)) return { totalMicroUsd: 0, todayMicroUsd: 0 }
      const [row] = await db.$queryRawUnsafe<{ total: bigint; today: bigint }[]>(
        SPENDING,
        projectId,
        new Date(dayStart),
        except,
      )
      return { totalMicroUsd: Number(row?.total ?? 0), todayMicroUsd: Number(row?.today ?? 0) }
    },
    async costsBefore(runId, dayStart) {
      if (!isUuid(runId)) return new Map()
      const sums = await db.ledgerSum.groupBy({
        by: ['sessionId'],
        where: { runId, day: { lt: new Date(dayStart) } },
        _sum: { costMicroUsd: true },
      })
      return new Map(sums.map(({ sessionId, _sum }) => [sessionId, Number(_sum.costMicroUsd ?? 0)]))
    },
    async taskCosts(runId) {
      if (!isUuid(runId)) return new Map()
      const sums = await db.session.groupBy({
        by: ['runTaskId'],
        where: { runId },
        _sum: { knownCostMicroUsd: true },
      })
      return new Map(sums.map(({ runTaskId, _sum }) => [runTaskId, Number(_sum.knownCostMicroUsd ?? 0)]))
    },
    async sessions(runId) {
      if (!isUuid(runId)) return []
      return (await db.session.findMany({ where: { runId }, orderBy: { number: 'asc' } })).map(sessionOf)
    },
    async sessionsOf(runTaskIds) {
      const where = { runTaskId: { in: runTaskIds.filter(isUuid) } }
      return (await db.session.findMany({ where, orderBy: { number: 'asc' } })).map(sessionOf)
    },
    async countSessions(runId, status) {
      return isUuid(runId) ? db.session.count({ where: { runId, status } }) : 0
    },
  }
}

export function sessionWrites(db: Connection): SessionWrites {
  return {
    async insertSession(session) {
      await db.session.createMany({ data: [sessionRow(session)] })
    },
    async updateSession(id, from, patch) {
      if (!isUuid(id)) return false
      const where = { id, status: { in: [...from] } }
      return (await db.session.updateMany({ where, data: sessionPatchRow(patch) })).count === 1
    },
  }
}
