import { expect, it } from 'vitest'
import type { ModelCalled, SessionFact } from '../../domain/session-facts.ts'
import { agentOfSession } from '../../ports/agent-of-session.ts'
import { agents } from '../registry.ts'
import { streamJsonReader } from './stream-json.ts'

const SESSION = '9a75e5a3-0c02-4961-b1a9-cd08bb60a3fc'
const usage = (read: number, written: number) => ({
  input_tokens: 4,
  cache_read_input_tokens: read,
  cache_creation_input_tokens: written,
  cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
  output_tokens: 1,
})
const reply = (request: string, content: object, tokens: object) => ({
  type: 'assistant',
  message: { id: `msg_${request}`, model: 'claude-opus-5-5-20261101', content: [content], usage: tokens },
  session_id: SESSION,
  request_id: `req_${request}`,
})
const result = (more: object) => ({ type: 'result', subtype: 'success', session_id: SESSION, ...more })
const read = (...lines: object[]): SessionFact[] => {
  const reader = streamJsonReader()
  return lines.flatMap((line) => reader(JSON.stringify(line)) ?? [])
}
const calls = (facts: SessionFact[]): ModelCalled[] => facts.filter((fact) => fact.type === 'ModelCalled')

it('each block of a reply and each result is a fact, and a request counts once', () => {
  const facts = read(
    { type: 'system', subtype: 'init', session_id: SESSION, model: 'claude-opus-5-5' },
    { type: 'system', subtype: 'thinking_tokens', estimated_tokens: 4 },
    reply('a', { type: 'thinking', thinking: 'A file is missing.' }, usage(0, 100)),
    reply('a', { type: 'text', text: 'I write it.' }, usage(0, 100)),
    reply('a', { type: 'tool_use', id: 't1', name: 'Write', input: { file_path: 'a' } }, usage(0, 100)),
    { type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't1', content: 'Created' }] } },
  )
  expect(facts.map(({ type }) => type)).toEqual([
    'ConversationNamed',
    'ModelCalled',
    'Thought',
    'Said',
    'ToolCalled',
    'ToolAnswered',
  ])
  expect(facts[4]).toEqual({ type: 'ToolCalled', callId: 't1', tool: 'Write', text: '{"file_path":"a"}' })
  expect(facts[5]).toEqual({ type: 'ToolAnswered', callId: 't1', isError: false, text: 'Created' })
})

it('the requests of a model are one partial request, which the last line completes', () => {
  const total = { inputTokens: 8, outputTokens: 73, cacheReadInputTokens: 100, cacheCreationInputTokens: 160 }
  const facts = read(
    reply('a', { type: 'text', text: 'x' }, usage(0, 100)),
    reply('b', { type: 'text', text: 'y' }, usage(100, 50)),
    result({
      modelUsage: {
        'claude-opus-5-5[1m]': { ...total, cacheCreationEphemeral1hInputTokens: 10, costUSD: 0.0670958 },
      },
    }),
  )
  const requestId = `${SESSION}/0/claude-opus-5-5`
  const one = { requestId, model: 'claude-opus-5-5-20261101', outputTokens: null, cacheWrite1hTokens: 0, partial: true }
  expect(calls(facts)).toEqual([
    expect.objectContaining({ ...one, inputTokens: 4, cacheReadTokens: 0, cacheWriteTokens: 100 }),
    expect.objectContaining({ ...one, inputTokens: 8, cacheReadTokens: 100, cacheWriteTokens: 150 }),
    {
      type: 'ModelCalled',
      requestId,
      model: 'claude-opus-5-5',
      inputTokens: 8,
      outputTokens: 73,
      cacheReadTokens: 100,
      cacheWriteTokens: 150,
      cacheWrite1hTokens: 10,
      reportedCostMicroUsd: 67_096,
      partial: false,
      joined: true,
    },
  ])
})

it.each([
  [401, { type: 'Failed', class: 'configuration' }],
  [403, { type: 'Failed', class: 'configuration' }],
  [404, { type: 'Failed', class: 'configuration' }],
  [429, { type: 'LimitReached', until: null }],
  [529, { type: 'LimitReached', until: null }],
  [500, { type: 'LimitReached', until: null }],
  [400, { type: 'Failed', class: 'work' }],
])('S5: the status %i of the last request gives the class of the failure', (status, fact) => {
  const [failure] = read(result({ is_error: true, api_error_status: status, result: 'API Error:\nno' }))
  expect(failure).toMatchObject(fact)
  expect(failure).toHaveProperty('reason', expect.stringContaining('API Error: no'))
})

it('S5: a missing sign-in is a failure of the configuration, although no request was sent', () => {
  const refusal = {
    ...reply('a', { type: 'text', text: 'Not logged in' }, usage(0, 0)),
    error: 'authentication_failed',
  }
  const facts = read(refusal, result({ is_error: true, api_error_status: null, result: 'Not logged in' }))
  expect(facts.at(-1)).toMatchObject({ type: 'Failed', class: 'configuration' })
})

it('S5: without a connection it is an outage, and without credit a failure of the configuration', () => {
  const refusal = (error: string) => ({ ...reply('a', { type: 'text', text: 'no' }, usage(0, 0)), error })
  const end = { is_error: true, api_error_status: null, terminal_reason: 'api_error', result: 'Connection refused' }
  expect(read(refusal('unknown'), result(end)).at(-1)).toMatchObject({ type: 'LimitReached', until: null })
  const poor = { ...end, api_error_status: 400, result: 'Credit balance is too low' }
  expect(read(refusal('billing_error'), result(poor)).at(-1)).toMatchObject({ type: 'Failed', class: 'configuration' })
})

it('a command that continues the same conversation in a second process has the tokens of both', () => {
  const total = (outputTokens: number) => result({ modelUsage: { m: { outputTokens } } })
  expect(calls(read(total(1), total(2))).map(({ requestId }) => requestId)).toEqual([
    `${SESSION}/0/m`,
    `${SESSION}/1/m`,
  ])
})

it('S5: a limit of a subscription names its end', () => {
  const limit = (status: string) => ({ type: 'rate_limit_event', rate_limit_info: { status, resetsAt: 1_764_500_000 } })
  expect(read(limit('allowed_warning'))).toEqual([])
  const reached = { type: 'LimitReached', until: 1_764_500_000_000 }
  expect(read(limit('rejected'))).toMatchObject([reached])
  const end = result({ is_error: true, api_error_status: 429, result: 'limit' })
  expect(read(limit('rejected'), end)).toMatchObject([reached, reached])
})

it.each(['stream_event', 'tool_progress', 'a_type_of_the_future'])('a line of type %s says nothing new', (type) => {
  const lines = [{ type, session_id: SESSION, uuid: '4ce0b7c1-c6f0-474a-a9b1-a88876291a7f' }, { type }]
  expect(lines.map((line) => streamJsonReader()(JSON.stringify(line)))).toEqual([[], null])
})

it('lines of other programs stay lines, also JSON of an unknown kind', () => {
  const agent = agentOfSession(agents, { kind: 'command', run: '', resolve: null, output: 'claude-stream-json' })
  const facts = (line: string) => agent?.facts('stdout', line, 0)
  for (const text of ['npm test', '{"type":"other"}', '{broken', '[1]', 'null'])
    expect(facts(text)).toEqual([{ type: 'Printed', stream: 'stdout', text }])
  expect(facts('COPPICE: no change needed')).toContainEqual({ type: 'Claimed', claim: 'no-change-needed' })
})
