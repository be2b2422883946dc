import type { PrismaClient } from '@coppice/prisma'

export interface Cost {
  /** The sum of the requests with a known cost, in dollars. */
  readonly usd: number
  /** The number of ended sessions whose cost is unknown (M1: an unknown cost is never shown as 0). */
  readonly unpriced: number
}

export const NO_COST: Cost = { usd: 0, unpriced: 0 }

export const usd = (microUsd: bigint | number): number => Number(microUsd) / 1_000_000

/** What the budget of a run needs, in millionths of a dollar. */
export interface RunCost extends Cost {
  /** An ended session with an unknown cost counts as in `RunMoney`. */
  readonly spentMicroUsd: bigint
  /** What is reserved for the running sessions beyond what they have spent. */
  readonly reservedMicroUsd: bigint
}

export const NO_RUN_COST: RunCost = { ...NO_COST, spentMicroUsd: 0n, reservedMicroUsd: 0n }

interface CostRow {
  id: string
  microUsd: bigint
  unpriced: number
}

/**
 * The cost of the sessions of each run, and the use of its budget. Both come from one query, because it reads all sessions of the run: 20,000
 * sessions take about 20 ms.
 */
export async function costOfRuns(prisma: PrismaClient, ids: string[]): Promise<ReadonlyMap<string, RunCost>> {
  const rows = await prisma.$queryRaw<(CostRow & Pick<RunCost, 'spentMicroUsd' | 'reservedMicroUsd'>)[]>`
    SELECT "runId" AS id, COALESCE(SUM("knownCostMicroUsd"), 0)::bigint AS "microUsd",
      COUNT(*) FILTER (WHERE "costMicroUsd" IS NULL AND "endedAt" IS NOT NULL AND NOT "flatRate")::int AS unpriced,
      COALESCE(SUM(CASE
        WHEN "status" <> 'RUNNING' AND "costMicroUsd" IS NULL AND NOT "flatRate"
          AND ("messageCount" + "toolCallCount" > 0 OR "inputTokens" IS NOT NULL OR "knownCostMicroUsd" > 0)
        THEN GREATEST("knownCostMicroUsd", COALESCE("reservedMicroUsd", 0))
        ELSE "knownCostMicroUsd" END), 0)::bigint AS "spentMicroUsd",
      COALESCE(SUM(GREATEST(0, "reservedMicroUsd" - "knownCostMicroUsd")) FILTER (WHERE "status" = 'RUNNING'), 0)::bigint
        AS "reservedMicroUsd"
    FROM "Session" WHERE "runId" = ANY(${ids}::uuid[]) GROUP BY "runId"`
  return new Map(rows.map(({ id, microUsd, ...cost }) => [id, { usd: usd(microUsd), ...cost }]))
}

/** The cost of the sessions of each task in its run. */
export async function costOfRunTasks(prisma: PrismaClient, ids: string[]): Promise<ReadonlyMap<string, Cost>> {
  return costs(
    await prisma.$queryRaw<CostRow[]>`
      SELECT "runTaskId" AS id, COALESCE(SUM("knownCostMicroUsd"), 0)::bigint AS "microUsd",
        COUNT(*) FILTER (WHERE "costMicroUsd" IS NULL AND "endedAt" IS NOT NULL AND NOT "flatRate")::int AS unpriced
      FROM "Session" WHERE "runTaskId" = ANY(${ids}::uuid[]) GROUP BY "runTaskId"`,
  )
}

/** The cost of the sessions of all tasks of each batch. */
export async function costOfBatches(prisma: PrismaClient, ids: string[]): Promise<ReadonlyMap<string, Cost>> {
  return costs(
    await prisma.$queryRaw<CostRow[]>`
      SELECT task."batchId" AS id, COALESCE(SUM(session."knownCostMicroUsd"), 0)::bigint AS "microUsd",
        COUNT(*) FILTER (WHERE session."costMicroUsd" IS NULL AND session."endedAt" IS NOT NULL AND NOT session."flatRate")::int AS unpriced
      FROM "Session" session JOIN "RunTask" task ON task.id = session."runTaskId"
      WHERE task."batchId" = ANY(${ids}::uuid[]) GROUP BY task."batchId"`,
  )
}

const costs = (rows: readonly CostRow[]): ReadonlyMap<string, Cost> =>
  new Map(rows.map(({ id, microUsd, unpriced }) => [id, { usd: usd(microUsd), unpriced }]))
