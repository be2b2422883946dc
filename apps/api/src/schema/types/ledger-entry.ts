import { builder } from '../builder.ts'
import { usd } from '../loading/costs.ts'
import { placeText } from '../loading/ledger-place.ts'

const usdOrNull = (microUsd: bigint | null): number | null => (microUsd === null ? null : usd(microUsd))

builder.prismaObject('LedgerEntry', {
  description: 'A request to a model.',
  fields: (t) => ({
    requestId: t.exposeString('requestId'),
    cursor: t.string({
      description: 'The place of the request in the ledger, for `after`.',
      select: { at: true, requestId: true, session: { select: { number: true } } },
      resolve: ({ at, requestId, session }) => placeText({ at, requestId, session: session.number }),
    }),
    session: t.relation('session'),
    model: t.exposeString('model'),
    at: t.expose('at', { type: 'DateTime', description: 'When the request began. Its price is the one of this time.' }),
    partial: t.exposeBoolean('partial', {
      description: 'Whether the request was cut off, so that the numbers of tokens may be too low.',
    }),
    inputTokens: t.exposeInt('inputTokens', { nullable: true }),
    outputTokens: t.exposeInt('outputTokens', { nullable: true }),
    cacheReadTokens: t.exposeInt('cacheReadTokens', { nullable: true }),
    cacheWriteTokens: t.exposeInt('cacheWriteTokens', { nullable: true, description: 'Without `cacheWrite1hTokens`.' }),
    cacheWrite1hTokens: t.exposeInt('cacheWrite1hTokens', { nullable: true }),
    costUsd: t.float({
      nullable: true,
      description: 'It is null when the tokens or the price are unknown, and when the agent has a flat rate.',
      resolve: ({ costMicroUsd }) => usdOrNull(costMicroUsd),
    }),
    flatRate: t.boolean({
      description: 'Whether the agent has a flat rate, so that the request has no cost.',
      select: { session: { select: { flatRate: true } } },
      resolve: ({ session }) => session.flatRate,
    }),
    reportedUsd: t.float({
      nullable: true,
      description: 'What the agent itself reported.',
      resolve: ({ reportedCostMicroUsd }) => usdOrNull(reportedCostMicroUsd),
    }),
  }),
})
