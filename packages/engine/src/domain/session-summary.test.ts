import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelCalled, SessionFact } from './session-facts.ts'
import { EMPTY_SUMMARY, type SessionSummary, summarise } from './session-summary.ts'

const call = (requestId: string, more: Partial<ModelCalled> = {}): ModelCalled => ({
  ...{ type: 'ModelCalled', requestId, model: 'm', partial: false },
  ...{ inputTokens: 1, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null },
  ...{ cacheWrite1hTokens: null, reportedCostMicroUsd: null },
  ...more,
})
const message = (text: string): SessionFact => ({ type: 'Said', text })
const limit = (reason: string): SessionFact => ({ type: 'LimitReached', until: 7, reason })
const summaryOf = (...facts: SessionFact[]): SessionSummary => summarise(EMPTY_SUMMARY, facts, new Map()).summary

describe('model calls', () => {
  it('a call counts once, even if several facts report it', () => {
    expect(summaryOf(call('a'), call('a'), call('b'), call('a')).metrics.inputTokens).toBe(2)
  })

  it('a complete call replaces a partial one, and is not replaced by it', () => {
    const partial = call('a', { inputTokens: 5, outputTokens: 3, partial: true })
    const complete = call('a', { inputTokens: 7, outputTokens: 9 })
    expect(summaryOf(partial, complete).metrics).toMatchObject({ inputTokens: 7, outputTokens: 9 })
    expect(summaryOf(complete, partial).metrics).toMatchObject({ inputTokens: 7, outputTokens: 9 })
  })

  it('when a later fact of a call lacks a number of tokens, the earlier number stays', () => {
    const partial = (outputTokens: number | null) => call('a', { outputTokens, partial: true })
    const complete = (outputTokens: number | null) => call('a', { outputTokens })
    expect(summaryOf(partial(3), complete(null)).metrics.outputTokens).toBe(3)
    expect(summaryOf(partial(3), partial(null), complete(5)).metrics.outputTokens).toBe(5)
  })

  it('M1: the tokens of joined requests do not become fewer when a restarted server knows only the later requests', () => {
    const partial = (inputTokens: number) => call('a', { inputTokens, partial: true, joined: true })
    const complete = call('a', { inputTokens: 8, joined: true })
    expect(summaryOf(partial(9), partial(2)).metrics.inputTokens).toBe(9)
    expect(summaryOf(partial(9), partial(2), partial(10)).metrics.inputTokens).toBe(10)
    expect(summaryOf(partial(9), complete).metrics.inputTokens).toBe(8)
  })

  it('M1: a number of tokens that was not reported is unknown, not 0', () => {
    expect(summaryOf(call('a')).metrics).toMatchObject({ inputTokens: 1, cacheReadTokens: null, costMicroUsd: null })
  })

  it('tokens that are written to the cache for an hour count as tokens that are written to the cache', () => {
    const both = summaryOf(call('a', { cacheWriteTokens: 3 }), call('b', { cacheWrite1hTokens: 4 }))
    expect(both.metrics.cacheWriteTokens).toBe(7)
  })

  it('M1: the cost is the sum of the reported costs, and unknown when a complete call has no cost', () => {
    const priced = [call('a', { reportedCostMicroUsd: 20 }), call('b', { reportedCostMicroUsd: 22 })]
    expect(summaryOf(...priced).metrics.costMicroUsd).toBe(42)
    expect(summaryOf(...priced, call('c', { partial: true })).metrics.costMicroUsd).toBe(42)
    expect(summaryOf(...priced, call('c')).metrics.costMicroUsd).toBeNull()
    expect(summaryOf(call('c'), ...priced).metrics.costMicroUsd).toBeNull()
  })

  it('each call counts with its first complete fact, or its last partial one, in batches of any size', () => {
    const calls = fc.array(
      fc.record({
        requestId: fc.constantFrom('a', 'b', 'c', 'd'),
        inputTokens: fc.nat(100),
        partial: fc.boolean(),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(calls, fc.integer({ min: 1, max: 7 }), (reported, perBatch) => {
        const facts = reported.map(({ requestId, ...rest }) => call(requestId, rest))
        let summary = EMPTY_SUMMARY
        const known = new Map<string, ModelCalled>()
        for (let at = 0; at < facts.length; at += perBatch) {
          const next = summarise(summary, facts.slice(at, at + perBatch), known)
          summary = next.summary
          for (const [id, one] of next.calls) known.set(id, one)
        }
        const counted = [...new Set(reported.map(({ requestId }) => requestId))].map((id) => {
          const ofId = reported.filter(({ requestId }) => requestId === id)
          return (ofId.find(({ partial }) => !partial) ?? ofId.at(-1))?.inputTokens ?? 0
        })
        expect(summary.metrics.inputTokens ?? 0).toBe(counted.reduce((sum, one) => sum + one, 0))
      }),
    )
  })
})

describe('the limit', () => {
  it('S5: the last reported limit counts, and stays while little output follows', () => {
    expect(summaryOf(limit('one'), message('x'), limit('two'), message('hm')).limit).toEqual({
      ...{ until: 7, reason: 'two', saidSince: 3 },
    })
  })

  it('S5: the limit is over when the model answers again or much output follows', () => {
    expect(summaryOf(limit('one'), call('a', { partial: true })).limit).not.toBeNull()
    expect(summaryOf(limit('one'), call('a')).limit).toBeNull()
    expect(summaryOf(limit('one'), message('x'.repeat(20_000))).limit).toBeNull()
  })

  it('S5: output on stderr does not count as output after the limit', () => {
    const warning: SessionFact = { type: 'Printed', stream: 'stderr', text: 'warning' }
    expect(summaryOf(limit('one'), warning).limit?.saidSince).toBe(0)
    expect(summaryOf(limit('one'), { ...warning, stream: 'stdout' }).limit?.saidSince).toBe(8)
  })
})

it('counts messages and tool calls, and contains the claim and the last failure', () => {
  const failed = { class: 'configuration', reason: 'the key is wrong' } as const
  const facts: SessionFact[] = [
    message('one'),
    { type: 'ToolCalled', callId: '1', tool: 'bash', text: 'ls' },
    { type: 'ToolAnswered', callId: '1', isError: false, text: 'a' },
    message('two'),
    { type: 'Claimed', claim: 'no-change-needed' },
    { type: 'Failed', class: 'work', reason: 'no' },
    { type: 'Failed', ...failed },
    { type: 'Received', messageId: 'x' },
  ]
  expect(summaryOf(...facts)).toEqual({
    metrics: { ...EMPTY_SUMMARY.metrics, messageCount: 2, toolCallCount: 1 },
    noChange: true,
    reports: 1,
    conversationId: null,
    hasUnpricedCall: false,
    pendingAsk: null,
    asksMoney: false,
    limit: null,
    failure: failed,
  })
})

it('S6: a session that asked for money waits until its next request', () => {
  const asked: SessionFact = { type: 'MoneyAsked', spentMicroUsd: 5 }
  expect(summaryOf(asked).asksMoney).toBe(true)
  expect(summaryOf(asked, message('waiting')).asksMoney).toBe(true)
  expect(summaryOf(asked, call('a', {})).asksMoney).toBe(false)
})

it('the failure of a conversation does not count when the agent began another one after it', () => {
  const named: SessionFact = { type: 'ConversationNamed', conversationId: 'c' }
  const failed: SessionFact = { type: 'Failed', class: 'configuration', reason: 'no such model' }
  expect(summaryOf(named, failed, named, message('Done.')).failure).toBeNull()
  expect(summaryOf(named, message('Done.'), named, failed).failure).toMatchObject({ reason: 'no such model' })
})

it('S3: the claim that no change is needed is withdrawn by the claim that the task is incomplete', () => {
  const claimed = (claim: 'done' | 'incomplete' | 'no-change-needed'): SessionFact => ({ type: 'Claimed', claim })
  expect(summaryOf(claimed('no-change-needed'), claimed('incomplete')).noChange).toBe(false)
  expect(summaryOf(claimed('incomplete'), claimed('no-change-needed')).noChange).toBe(true)
  expect(summaryOf(claimed('no-change-needed'), claimed('done')).noChange).toBe(true)
})
