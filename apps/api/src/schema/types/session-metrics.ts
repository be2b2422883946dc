import { builder } from '../builder.ts'
import { usd } from '../loading/costs.ts'
import { elapsedMs } from './elapsed.ts'

interface Measured {
  startedAt: Date
  endedAt: Date | null
  messageCount: number
  toolCallCount: number
  inputTokens: number | null
  outputTokens: number | null
  cacheReadTokens: number | null
  cacheWriteTokens: number | null
  costMicroUsd: bigint | null
  knownCostMicroUsd: bigint
  reportedCostMicroUsd: bigint | null
}

export const SessionMetricsType = builder.objectRef<Measured>('SessionMetrics').implement({
  fields: (t) => ({
    durationMs: t.float({
      resolve: ({ startedAt, endedAt }, _args, { clock }) => elapsedMs(startedAt, endedAt, clock.now()) ?? 0,
    }),
    messageCount: t.exposeInt('messageCount'),
    toolCallCount: t.exposeInt('toolCallCount'),
    inputTokens: t.exposeInt('inputTokens', {
      nullable: true,
      description: 'It is null when the agent does not report tokens.',
    }),
    outputTokens: t.exposeInt('outputTokens', { nullable: true }),
    cacheReadTokens: t.exposeInt('cacheReadTokens', { nullable: true }),
    cacheWriteTokens: t.exposeInt('cacheWriteTokens', { nullable: true }),
    costUsd: t.float({
      nullable: true,
      description: 'It is null when the tokens or the price of the model are unknown.',
      resolve: ({ costMicroUsd }) => (costMicroUsd === null ? null : usd(costMicroUsd)),
    }),
    knownCostUsd: t.float({
      description: 'The sum of the requests with a known cost. It is in the sums of the task, the batch and the run.',
      resolve: ({ knownCostMicroUsd }) => usd(knownCostMicroUsd),
    }),
    reportedCostUsd: t.float({
      nullable: true,
      description: 'The cost that the agent itself reports. It is null when the agent reports none.',
      resolve: ({ reportedCostMicroUsd }) => (reportedCostMicroUsd === null ? null : usd(reportedCostMicroUsd)),
    }),
  }),
})
