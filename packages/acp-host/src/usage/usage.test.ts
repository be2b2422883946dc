import type { PromptResponse } from '@agentclientprotocol/sdk'
import { expect, it } from 'vitest'
import { claudeCodeUsage } from './claude-code.ts'
import { opencodeUsage } from './opencode.ts'
import { quotaUsage } from './quota-usage.ts'
import { UNKNOWN } from './usage-reader.ts'

const CUT_OFF = { type: 'ModelCalled', requestId: 'new', model: 'm', partial: true, ...UNKNOWN }
const parts = { model: 'm', newId: () => 'new' }
const response = (rows: readonly object[]): PromptResponse => ({
  stopReason: 'end_turn',
  _meta: { quota: { model_usage: rows } },
})
const streamed = (event: object, parent: string | null = null) => ({
  message: { type: 'stream_event', event, parent_tool_use_id: parent },
})
const start = (id: string, model = 'claude-x-20260101') =>
  streamed({ type: 'message_start', message: { id, model, usage: usage(1) } })
const usage = (output: number) => ({
  ...{ input_tokens: 4, output_tokens: output, cache_read_input_tokens: 10, cache_creation_input_tokens: 30 },
  cache_creation: { ephemeral_1h_input_tokens: 20 },
})
const end = (output: number) => streamed({ type: 'message_delta', usage: usage(output) })
const counts = { inputTokens: 4, cacheReadTokens: 10, cacheWriteTokens: 10, cacheWrite1hTokens: 20 }

it('M1: each request of Claude Code is a fact, first partial and then complete; the rest of the total is one more', () => {
  const reader = claudeCodeUsage(parts)
  const read = (params: unknown) => reader.extra?.('_claude/sdkMessage', params)
  expect(read(start('a'))).toMatchObject([{ requestId: 'a', partial: true, outputTokens: 1, ...counts }])
  const complete = read(end(50))
  expect(complete).toMatchObject([{ requestId: 'a', partial: false, outputTokens: 50, ...counts }])
  expect(complete?.[0]).not.toHaveProperty('joined')
  expect(read({ message: { type: 'assistant' } })).toEqual([])
  const total = { inputTokens: 904, outputTokens: 58, cachedInputTokens: 10, cachedWriteTokens: 30 }
  expect(reader.promptEnd(response([{ model: 'claude-x', token_count: total }]))).toMatchObject([
    {
      requestId: 'new',
      model: 'claude-x',
      inputTokens: 900,
      outputTokens: 8,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      joined: true,
    },
  ])
  expect(reader.promptEnd(response([])), 'the next turn').toEqual([])
})

it('M1: at the end of a reply the API gives only the sum of the cache writes, so those for an hour are not counted twice', () => {
  const reader = claudeCodeUsage(parts)
  reader.extra?.('_claude/sdkMessage', start('a'))
  const { cache_creation: _, ...sums } = usage(50)
  const delta = streamed({ type: 'message_delta', usage: sums })
  expect(reader.extra?.('_claude/sdkMessage', delta)).toMatchObject([{ requestId: 'a', partial: false, ...counts }])
})

it('M1: the rest of a total with a large context has the name of its model in the list of prices', () => {
  const reader = claudeCodeUsage(parts)
  reader.extra?.('_claude/sdkMessage', start('a'))
  const total = { inputTokens: 9, outputTokens: 50, cachedInputTokens: 10, cachedWriteTokens: 30 }
  const [rest] = reader.promptEnd(response([{ model: 'claude-x[1m]', token_count: total }]))
  expect(rest).toMatchObject({ model: 'claude-x', inputTokens: 5 })
})

it('M1: when the total names its models in another way, nothing is counted twice', () => {
  const reader = claudeCodeUsage(parts)
  reader.extra?.('_claude/sdkMessage', start('a', 'vendor/other'))
  reader.extra?.('_claude/sdkMessage', end(50))
  const total = { inputTokens: 4, outputTokens: 50, cachedInputTokens: 10, cachedWriteTokens: 30 }
  expect(reader.promptEnd(response([{ model: 'claude-x', token_count: total }]))).toEqual([])
})

it('M1: agents that report each turn by model have a fact for each; what they leave out is null', () => {
  const codex = { inputTokens: 1, outputTokens: 2, cachedInputTokens: 3, cacheWriteInputTokens: 4 }
  const gemini = { input_tokens: 5, output_tokens: 6 }
  const rows = [
    { model: 'gpt', token_count: codex },
    { model: 'gemini', token_count: gemini },
    { model: 'none', token_count: null },
  ]
  expect(quotaUsage(parts).promptEnd(response(rows))).toMatchObject([
    { model: 'gpt', inputTokens: 1, outputTokens: 2, cacheReadTokens: 3, cacheWriteTokens: 4, joined: true },
    { model: 'gemini', inputTokens: 5, outputTokens: 6, cacheReadTokens: null, cacheWriteTokens: null, joined: true },
  ])
  expect(quotaUsage(parts).promptEnd({ stopReason: 'end_turn' })).toEqual([])
  expect(quotaUsage(parts).promptFailed()).toEqual([CUT_OFF])
})

it('M1: the cost of OpenCode grows over the conversation; its tokens are unknown, and so is the cost of a continued one at first', () => {
  const cost = (amount: number) => ({ used: 1, size: 2, cost: { amount, currency: 'USD' } })
  const reader = opencodeUsage(parts, 0)
  const after = (amount: number) => {
    reader.usageUpdate?.(cost(amount))
    return reader.promptEnd({ stopReason: 'end_turn' })
  }
  expect(after(0.01)).toMatchObject([{ model: 'm', inputTokens: null, reportedCostMicroUsd: 10_000 }])
  expect(after(0.015)).toMatchObject([{ reportedCostMicroUsd: 5_000 }])
  reader.usageUpdate?.(cost(0.016))
  expect(reader.promptFailed(), 'a turn that fails').toEqual([{ ...CUT_OFF, reportedCostMicroUsd: 1_000 }])
  expect(reader.promptFailed(), 'without a report').toEqual([CUT_OFF])
  const continued = opencodeUsage(parts, null)
  continued.usageUpdate?.(cost(0.02))
  expect(continued.promptEnd({ stopReason: 'end_turn' })).toMatchObject([{ reportedCostMicroUsd: null }])
})
