import type { BetaContentBlockParam, BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { expect, it } from 'vitest'
import { checkRequest } from './check-request.ts'
import type { MessagesRequest } from './messages-request.ts'

const check = (messages: BetaMessageParam[], more: Partial<MessagesRequest> = {}) =>
  checkRequest({ model: 'm', max_tokens: 10, messages, ...more })

const user = (content: string | BetaContentBlockParam[]): BetaMessageParam => ({ role: 'user', content })
const calls = (...ids: string[]): BetaMessageParam => ({
  role: 'assistant',
  content: ids.map((id) => ({ type: 'tool_use', id, name: 'bash', input: {} })),
})
const results = (...ids: string[]): BetaMessageParam =>
  user(ids.map((tool_use_id) => ({ type: 'tool_result', tool_use_id, content: 'ok' })))
const marked = (ttl: '5m' | '1h'): BetaMessageParam =>
  user([{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl } }])

it('each call needs its result in the next message of the user, and each result its call', () => {
  const prompt = user('Do it.')
  expect(() => check([prompt, calls('a', 'b'), results('b', 'a'), calls('c'), results('c')])).not.toThrow()
  expect(() => check([prompt, calls('a'), { role: 'system', content: 'x' }, results('a')])).not.toThrow()
  expect(() => check([prompt, calls('a'), user('And?')])).toThrow(
    'were found without `tool_result` blocks immediately after: a',
  )
  expect(() => check([prompt, calls('a')])).toThrow('were found without `tool_result` blocks')
  expect(() => check([prompt, calls('a', 'b'), results('a'), calls('c'), results('b', 'c')])).toThrow(
    'immediately after: b',
  )
  expect(() => check([prompt, results('a')])).toThrow('unexpected `tool_use_id` found in `tool_result` blocks: a')
  expect(() => check([prompt, calls('a'), results('a'), calls('a'), results('a')])).toThrow('ids must be unique')
})

it('a request without what it needs is refused', () => {
  const prompt = [user('Do it.')]
  expect(() => check(prompt)).not.toThrow()
  expect(() => check(prompt, { model: '' })).toThrow('model: Field required')
  expect(() => check(prompt, { max_tokens: 0 })).toThrow('max_tokens')
  expect(() => check([])).toThrow('at least one message is required')
  expect(() => check([user([{ type: 'text', text: '' }])])).toThrow('text content blocks must be non-empty')
  const tool = { name: 'bash', input_schema: { type: 'object' as const } }
  expect(() => check(prompt, { tools: [tool, tool] })).toThrow('Tool names must be unique')
})

it('there are at most four breakpoints, and those of an hour come first', () => {
  expect(() => check([marked('1h'), marked('5m'), marked('5m'), marked('5m')])).not.toThrow()
  expect(() => check([1, 2, 3, 4, 5].map(() => marked('5m')))).toThrow(
    'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  )
  expect(() => check([marked('5m'), marked('1h')])).toThrow(
    "a ttl='1h' cache_control block must not come after a ttl='5m'",
  )
})
