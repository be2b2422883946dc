import type { PrismaClient } from '@coppice/prisma'

interface BudgetUse {
  spentMicroUsd: bigint
  reservedMicroUsd: bigint
}

/**
 * Returns what the sessions of a run have spent, and what is reserved for the running ones beyond that. An ended session with an unknown
 * cost counts as in `RunMoney`.
 */
export async function budgetUse(prisma: PrismaClient, runId: string): Promise<BudgetUse> {
  const [use] = await prisma.$queryRaw<BudgetUse[]>`
    SELECT COALESCE(SUM(CASE
        WHEN "status" <> 'RUNNING' AND "costMicroUsd" IS NULL
          AND ("messageCount" + "toolCallCount" > 0 OR "inputTokens" IS NOT NULL OR "knownCostMicroUsd" > 0)
        THEN GREATEST("knownCostMicroUsd", COALESCE("reservedMicroUsd", 0))
        ELSE "knownCostMicroUsd" END), 0)::bigint AS "spentMicroUsd",
      COALESCE(SUM(GREATEST(0, "reservedMicroUsd" - "knownCostMicroUsd")) FILTER (WHERE "status" = 'RUNNING'), 0)::bigint
        AS "reservedMicroUsd"
    FROM "Session" WHERE "runId" = ${runId}::uuid`
  return use ?? { spentMicroUsd: 0n, reservedMicroUsd: 0n }
}
