import { Prisma, type PrismaClient } from '@coppice/prisma'

/** By what costs are added up. */
export const COST_DIMENSIONS = ['TASK', 'EPIC', 'BATCH', 'ATTEMPT', 'MODEL', 'DOMAIN', 'DAY', 'SESSION', 'RUN'] as const
export type CostDimension = (typeof COST_DIMENSIONS)[number]

/** The sums of requests with the same key. Costs are in millionths of a dollar. */
export interface CostGroup {
  key: string
  agent: string | null
  tasks: number
  sessions: number
  requests: bigint
  partialRequests: bigint
  unpricedRequests: bigint
  inputTokens: bigint
  outputTokens: bigint
  cacheReadTokens: bigint
  cacheWriteTokens: bigint
  cacheWrite1hTokens: bigint
  inputMicroUsd: bigint
  outputMicroUsd: bigint
  cacheReadMicroUsd: bigint
  cacheWriteMicroUsd: bigint
  costMicroUsd: bigint
  reportedCostMicroUsd: bigint
}

const KEYS: Readonly<Record<CostDimension, Prisma.Sql>> = {
  TASK: Prisma.sql`task."key"`,
  EPIC: Prisma.sql`sums."epicKey"`,
  BATCH: Prisma.sql`batch."number"::text`,
  // Sessions of the kind WORK are grouped by the number of their attempt. A session of another kind belongs to an attempt, but is not one.
  ATTEMPT: Prisma.sql`CASE sums."kind" WHEN 'WORK' THEN 'WORK ' || sums."attempt" ELSE sums."kind" END`,
  MODEL: Prisma.sql`sums."model"`,
  DOMAIN: Prisma.sql`coalesce(one."domain", 'none')`,
  DAY: Prisma.sql`sums."day"::text`,
  SESSION: Prisma.sql`one."number"::text`,
  RUN: Prisma.sql`run."number"::text`,
}

const JOINS: Partial<Record<CostDimension, Prisma.Sql>> = {
  TASK: Prisma.sql`JOIN "RunTask" task ON task."id" = sums."runTaskId"`,
  BATCH: Prisma.sql`JOIN "RunTask" task ON task."id" = sums."runTaskId" JOIN "Batch" batch ON batch."id" = task."batchId"`,
  DOMAIN: Prisma.sql`JOIN "Session" one ON one."id" = sums."sessionId"`,
  SESSION: Prisma.sql`JOIN "Session" one ON one."id" = sums."sessionId"`,
  RUN: Prisma.sql`JOIN "Run" run ON run."id" = sums."runId"`,
}

/** Returns the groups with the highest costs, highest first. It reads the sums of the ledger and none of its requests. */
export async function costGroups(
  prisma: PrismaClient,
  of: { runId: string } | { projectId: string },
  by: CostDimension,
  first: number,
): Promise<CostGroup[]> {
  const where =
    'runId' in of ? Prisma.sql`sums."runId" = ${of.runId}::uuid` : Prisma.sql`sums."projectId" = ${of.projectId}::uuid`
  const agent = by === 'MODEL' ? Prisma.sql`sums."agent"` : Prisma.sql`NULL::text`
  // Sessions are counted by a group for each of them, because count(DISTINCT …) sorts all rows.
  return prisma.$queryRaw<CostGroup[]>`
    WITH session AS (
      SELECT ${KEYS[by]} AS "key", ${agent} AS "agent", sums."runTaskId", sums."sessionId", ${sumsOf('sums')}
      FROM "LedgerSum" sums ${JOINS[by] ?? Prisma.empty} WHERE ${where} GROUP BY 1, 2, 3, 4
    ), task AS (
      SELECT "key", "agent", count(*) AS "sessions", ${sumsOf('session')} FROM session GROUP BY "key", "agent", "runTaskId"
    )
    SELECT "key", "agent", count(*)::int AS "tasks", sum("sessions")::int AS "sessions", ${sumsOf('task')}
    FROM task GROUP BY 1, 2 ORDER BY "costMicroUsd" DESC, 1, 2 LIMIT ${first}`
}

const SUMMED = [
  'requests',
  'partialRequests',
  'unpricedRequests',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite1hTokens',
  'inputMicroUsd',
  'outputMicroUsd',
  'cacheReadMicroUsd',
  'cacheWriteMicroUsd',
  'costMicroUsd',
  'reportedCostMicroUsd',
]

const sumsOf = (table: string): Prisma.Sql =>
  Prisma.raw(SUMMED.map((name) => `sum(${table}."${name}")::bigint AS "${name}"`).join(', '))
