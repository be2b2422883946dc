import { expect, it } from 'vitest'
import { costText } from './cost-text.ts'
import type { CostGroup } from './read-costs.ts'

const group = (key: string, more: Partial<CostGroup> = {}): CostGroup => ({
  ...{
    key,
    agent: null,
    tasks: 1,
    sessions: 1,
    requests: 2,
    partialRequests: 0,
    unpricedRequests: 0,
    flatRateRequests: 0,
  },
  ...{ inputTokens: 900, outputTokens: 12_000, cacheReadTokens: 3_420_000, cacheWriteTokens: 0 },
  ...{ inputUsd: 0, outputUsd: 0, cacheReadUsd: 0, cacheWriteUsd: 0, costUsd: 1.5, reportedUsd: 0 },
  ...more,
})

it('M1: an unknown cost is said to be unknown, and is in no sum', () => {
  const unknown = group('b', { agent: 'acp', unpricedRequests: 2, costUsd: 0, sessions: 3 })
  const partly = group('c', { unpricedRequests: 1, partialRequests: 1, costUsd: 0.002, reportedUsd: 0.25 })
  expect(costText('shop, run 1', [group('a'), unknown, partly])).toBe(
    [
      'shop, run 1',
      '  a            $1.50  900 in  12 k out  0 cache write  3.42 M cache read   1 session',
      '  b (acp)  not known  900 in  12 k out  0 cache write  3.42 M cache read  3 sessions',
      '  c        > $0.0020  900 in  12 k out  0 cache write  3.42 M cache read   1 session  agent: $0.25',
      '  $1.50 for 6 requests · 3 requests with an unknown cost in no sum · 1 request cut off · the agents themselves report $0.25',
    ].join('\n'),
  )
  expect(costText('shop, run 1', [])).toBe('shop, run 1: no agent has reported a request to a model.')
})

it('M1: an agent with a flat rate has no cost, and this is not unknown', () => {
  const flat = group('f', { flatRateRequests: 2, costUsd: 0, reportedUsd: 0.25 })
  const mixed = group('m', { flatRateRequests: 1 })
  const lines = costText('shop, run 1', [flat, mixed]).split('\n')
  expect(lines.slice(1)).toEqual([
    '  f            flat rate  900 in  12 k out  0 cache write  3.42 M cache read  1 session  agent: $0.25',
    '  m  $1.50 and flat rate  900 in  12 k out  0 cache write  3.42 M cache read  1 session',
    '  $1.50 for 4 requests · 3 requests at a flat rate · the agents themselves report $0.25',
  ])
})

it('M1: a cost that an agent reports itself is shown with its difference from ours', () => {
  const lines = costText(
    'shop, run 1',
    [1.25, 1.75, 1.5].map((reportedUsd) => group('a', { reportedUsd })),
  ).split('\n')
  expect(lines.slice(1, 4).map((line) => line.split('session').at(-1))).toEqual([
    '  agent: $1.25 ($0.25 less)',
    '  agent: $1.75 ($0.25 more)',
    '  agent: $1.50',
  ])
})
