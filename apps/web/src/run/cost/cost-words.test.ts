import { describe, expect, it } from 'vitest'
import { NOT_KNOWN } from '../../words/format.ts'
import type { CostGroup } from './cost-documents.ts'
import {
  attemptName,
  costWords,
  inAttemptOrder,
  kindWords,
  missingCosts,
  reportedWords,
  spentWords,
} from './cost-words.ts'

const group = (rest: Partial<CostGroup> = {}): CostGroup => ({
  ...{ __typename: 'CostGroup', key: 'a', agent: null, tasks: 1, sessions: 1, requests: 4 },
  ...{
    partialRequests: 0,
    unpricedRequests: 0,
    flatRateRequests: 0,
    inputTokens: 900,
    inputUsd: 0.5,
    outputTokens: 0,
    outputUsd: 0,
  },
  ...{ cacheWriteTokens: 0, cacheWriteUsd: 0, cacheReadTokens: 0, cacheReadUsd: 0, costUsd: 1.5, reportedUsd: 0 },
  ...rest,
})

describe('M1: the cost of a group', () => {
  it('is unknown without a known request, and more than its sum with unknown requests', () => {
    expect(costWords(group())).toBe('$1.50')
    expect(costWords(group({ unpricedRequests: 1 }))).toBe('> $1.50')
    expect(costWords(group({ unpricedRequests: 4, costUsd: 0 }))).toBe(NOT_KNOWN)
  })

  it('of an agent with a flat rate is a flat rate, and not unknown', () => {
    const flat = group({ flatRateRequests: 4, costUsd: 0, reportedUsd: 0.2 })
    expect(costWords(flat)).toBe('flat rate')
    expect(spentWords({ costUsd: 0, unpricedSessions: 0, total: [flat] })).toBe('flat rate')
    expect(kindWords(flat, 900, 0)).toEqual({ tokens: '900', cost: null })
    expect(reportedWords(flat)).toBe('agent: $0.20')
    expect(costWords(group({ flatRateRequests: 1 }))).toBe('$1.50 and flat rate')
    expect(costWords(group({ flatRateRequests: 1, unpricedRequests: 3, costUsd: 0 }))).toBe(
      `${NOT_KNOWN} and flat rate`,
    )
  })

  it('of a run is unknown before the first request, and more than its sum with sessions of unknown cost', () => {
    expect(spentWords({ costUsd: 0, unpricedSessions: 18, total: [] })).toBe(NOT_KNOWN)
    expect(spentWords({ costUsd: 2, unpricedSessions: 0, total: [group()] })).toBe('$2.00')
    expect(spentWords({ costUsd: 0, unpricedSessions: 0, total: [group({ unpricedRequests: 4 })] })).toBe(NOT_KNOWN)
    expect(spentWords({ costUsd: 2, unpricedSessions: 1, total: [group()] })).toBe('> $2.00')
  })

  it('shows tokens without a price, and no 0 for tokens that may not have been reported', () => {
    expect(kindWords(group(), 900, 0.5)).toEqual({ tokens: '900', cost: '$0.50' })
    expect(kindWords(group(), 0, 0)).toEqual({ tokens: '0', cost: '$0.00' })
    const unknown = group({ unpricedRequests: 4 })
    expect(kindWords(unknown, 900, 0)).toEqual({ tokens: '900', cost: null })
    expect(kindWords(unknown, 0, 0)).toEqual({ tokens: NOT_KNOWN, cost: null })
  })
})

describe('what is missing in the sums', () => {
  it('is nothing without sessions of unknown cost', () => {
    expect(missingCosts({ unpricedSessions: 0, total: [group()], byModel: [group()] })).toBeNull()
  })

  it('names the models with unknown requests, or says that no tokens were reported', () => {
    const models = [group({ key: 'known' }), group({ key: 'qwen3-coder', unpricedRequests: 2 })]
    expect(missingCosts({ unpricedSessions: 1, total: [group()], byModel: models })).toEqual({
      title: '1 session has an unknown cost.',
      text: 'The run cost more than the sums here. The price or the tokens are unknown for requests to qwen3-coder.',
    })
    expect(missingCosts({ unpricedSessions: 3, total: [], byModel: [] })?.title).toBe(
      '3 sessions have an unknown cost.',
    )
    expect(missingCosts({ unpricedSessions: 3, total: [], byModel: [] })?.text).toContain(
      'The agents reported no tokens.',
    )
  })
})

it('counts the unknown requests of sessions that are running', () => {
  const running = group({ key: 'qwen3-coder', unpricedRequests: 4 })
  const missing = missingCosts({ unpricedSessions: 0, total: [running], byModel: [running] })
  expect(missing?.title).toBe('4 requests have an unknown cost.')
})

it('M1: shows what the agents themselves report beside the cost and how it differs, and nothing when they report nothing', () => {
  expect(reportedWords(group())).toBeNull()
  expect(reportedWords(group({ reportedUsd: 1.25 }))).toBe('agent: $1.25 ($0.25 less)')
  expect(reportedWords(group({ reportedUsd: 1.75 }))).toBe('agent: $1.75 ($0.25 more)')
  expect(reportedWords(group({ reportedUsd: 1.5 }))).toBe('agent: $1.50')
  expect(reportedWords(group({ reportedUsd: 1.25, unpricedRequests: 1 }))).toBe('agent: $1.25')
})

describe('the groups of attempts', () => {
  it('have names', () => {
    expect(['WORK 1', 'WORK 3', 'WORK 11', 'CONFLICT', 'LEARNING'].map(attemptName)).toEqual([
      ...['First attempts', 'Third attempts', '11th attempts', 'Conflict sessions', 'Learning sessions'],
    ])
  })

  it('are in the order of the attempts, whatever they cost', () => {
    const keys = ['LEARNING', 'WORK 10', 'WORK 2', 'CONFLICT', 'WORK 1']
    expect(inAttemptOrder(keys.map((key) => ({ key }))).map(({ key }) => key)).toEqual([
      ...['WORK 1', 'WORK 2', 'WORK 10', 'CONFLICT', 'LEARNING'],
    ])
  })
})
