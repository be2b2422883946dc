import { Prisma, type PrismaClient } from '@coppice/prisma'

/** By what costs are added up. */
export const COST_DIMENSIONS = ['TASK', 'EPIC', 'BATCH', 'ATTEMPT', 'MODEL', 'DOMAIN', 'DAY', 'SESSION', 'RUN'] as const
export type CostDimension = (typeof COST_DIMENSIONS)[number]

/**
 * `HIGHEST_COST` is the order for people. The costs of an active run change, so a group may move from one page to another while somebody reads
 * page by page. With `KEY`, groups never move to an earlier page, so no group is missed.
 */
export const COST_ORDERS = ['HIGHEST_COST', 'KEY'] as const
export type CostOrder = (typeof COST_ORDERS)[number]

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
 * Returns a page of the groups. It reads the totals of the run or the project, and none of their requests or
 * sessions.
 * @param scopeId the id of a run or of a project
 */
export const costGroups = (
  prisma: PrismaClient,
  scopeId: string,
  by: CostDimension,
  { first, skip, order }: PageOfGroups,
): Promise<CostGroup[]> =>
  prisma.$queryRaw<CostGroup[]>(
    costGroupsSql(scopeId, by, { first: Math.max(0, first), skip: Math.max(0, skip), order }),
  )

export interface PageOfGroups {
  first: number
  /** The number of groups before the page. */
  skip: number
  order: CostOrder
}

const ORDER_SQL: Readonly<Record<CostOrder, Prisma.Sql>> = {
  HIGHEST_COST: Prisma.sql`"costMicroUsd" DESC, "key", "agent"`,
  KEY: Prisma.sql`"key", "agent"`,
}

export const costGroupsSql = (
  scopeId: string,
  by: CostDimension,
  { first, skip, order }: PageOfGroups,
): Prisma.Sql => Prisma.sql`
  SELECT * FROM "LedgerTotal" WHERE "scopeId" = ${scopeId}::uuid AND "dimension" = ${by}
  ORDER BY ${ORDER_SQL[order]} LIMIT ${first} OFFSET ${skip}`
