import { builder } from '../builder.ts'
import { COST_DIMENSIONS, COST_ORDERS, type CostGroup } from '../loading/cost-groups.ts'
import { usd } from '../loading/costs.ts'

export const CostDimensionEnum = builder.enumType('CostDimension', {
  description:
    'By what costs are added up. ATTEMPT has a group for all first attempts, one for all second attempts and so on, one for conflict sessions and one for learning. MODEL groups by model and kind of agent. A DAY begins at midnight UTC.',
  values: COST_DIMENSIONS,
})

export const CostOrderEnum = builder.enumType('CostOrder', {
  description:
    'The order of groups of costs. With KEY, a client that reads the pages of an active run misses no group; with HIGHEST_COST, a group whose cost grows may move to a page that was read already.',
  values: COST_ORDERS,
})

/** Numbers of tokens can be larger than an Int of GraphQL. */
const count = (value: bigint): number => Number(value)

export const CostGroupType = builder.objectRef<CostGroup>('CostGroup').implement({
  description:
    'The sums of the requests to models with the same key. Only requests with a known cost are in the sums in dollars.',
  fields: (t) => ({
    key: t.exposeString('key', {
      description:
        'The key of the task or the epic, the number of the batch, the session or the run, the model, the day such as 2026-11-30, or the attempt: `WORK 1`, `WORK 2`, `CONFLICT`, `LEARNING`.',
    }),
    agent: t.string({
      nullable: true,
      description: 'The kind of agent. It is set only by MODEL.',
      resolve: ({ agent }) => agent || null,
    }),
    tasks: t.exposeInt('tasks'),
    sessions: t.exposeInt('sessions'),
    requests: t.float({ resolve: ({ requests }) => requests }),
    partialRequests: t.float({
      description: 'The requests that were cut off. Their numbers of tokens may be too low.',
      resolve: ({ partialRequests }) => partialRequests,
    }),
    unpricedRequests: t.float({
      description: 'The requests whose tokens or price are unknown. They are in no sum in dollars.',
      resolve: ({ unpricedRequests }) => unpricedRequests,
    }),
    flatRateRequests: t.float({
      description: 'The requests of agents with a flat rate. They have no cost.',
      resolve: ({ flatRateRequests }) => flatRateRequests,
    }),
    inputTokens: t.float({ resolve: ({ inputTokens }) => count(inputTokens) }),
    outputTokens: t.float({ resolve: ({ outputTokens }) => count(outputTokens) }),
    cacheReadTokens: t.float({ resolve: ({ cacheReadTokens }) => count(cacheReadTokens) }),
    cacheWriteTokens: t.float({
      resolve: ({ cacheWriteTokens, cacheWrite1hTokens }) => count(cacheWriteTokens + cacheWrite1hTokens),
    }),
    inputUsd: t.float({ resolve: ({ inputMicroUsd }) => usd(inputMicroUsd) }),
    outputUsd: t.float({ resolve: ({ outputMicroUsd }) => usd(outputMicroUsd) }),
    cacheReadUsd: t.float({ resolve: ({ cacheReadMicroUsd }) => usd(cacheReadMicroUsd) }),
    cacheWriteUsd: t.float({ resolve: ({ cacheWriteMicroUsd }) => usd(cacheWriteMicroUsd) }),
    costUsd: t.float({ resolve: ({ costMicroUsd }) => usd(costMicroUsd) }),
    reportedUsd: t.float({
      description: 'What the agents themselves reported. It is 0 when they report no cost.',
      resolve: ({ reportedCostMicroUsd }) => usd(reportedCostMicroUsd),
    }),
  }),
})
