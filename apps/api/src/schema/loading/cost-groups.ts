import { Prisma, type PrismaClient } from '@coppice/prisma'

/** By what costs are added up. */
export const COST_DIMENSIONS = ['TASK', 'EPIC', 'BATCH', 'ATTEMPT', 'MODEL', 'DOMAIN', 'DAY', 'SESSION', 'RUN'] as const
export type CostDimension = (typeof COST_DIMENSIONS)[number]

/** The sums of requests with the same key. Costs are in millionths of a dollar. */
export interface CostGroup {
  key: string
  /** The kind of agent, for the dimension MODEL. It is empty for the others. */
  agent: string
  tasks: number
  sessions: number
  requests: number
  partialRequests: number
  unpricedRequests: number
  flatRateRequests: number
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

/**
 * Returns a page of the groups, the highest cost first. It reads the totals of the run or the project, and none of their requests or
 * sessions.
 * @param scopeId the id of a run or of a project
 */
export const costGroups = (
  prisma: PrismaClient,
  scopeId: string,
  by: CostDimension,
  { first, skip }: PageOfGroups,
): Promise<CostGroup[]> =>
  prisma.$queryRaw<CostGroup[]>(costGroupsSql(scopeId, by, { first: Math.max(0, first), skip: Math.max(0, skip) }))

export interface PageOfGroups {
  first: number
  /** The number of groups before the page. */
  skip: number
}

export const costGroupsSql = (
  scopeId: string,
  by: CostDimension,
  { first, skip }: PageOfGroups,
): Prisma.Sql => Prisma.sql`
  SELECT * FROM "LedgerTotal" WHERE "scopeId" = ${scopeId}::uuid AND "dimension" = ${by}
  ORDER BY "costMicroUsd" DESC, "key", "agent" LIMIT ${first} OFFSET ${skip}`
