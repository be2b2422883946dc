import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ManualClock } from '../clock.ts'
import type { MessagesRequest } from '../http/messages-request.ts'
import { OPENING_TOKENS, type PromptBlock, promptBlocks, promptTokens } from './prompt-blocks.ts'
import { type InputUsage, PromptCache } from './prompt-cache.ts'

const MINUTE_MS = 60_000

/** A block of `tokens` tokens. Blocks with the same name are the same. */
const block = (name: string, mark: PromptBlock['mark'] = null, tokens = 10): PromptBlock => ({
  text: name,
  tokens,
  mark,
})

function given({ minimumTokens = 0 } = {}) {
  const clock = new ManualClock()
  const cache = new PromptCache(clock, minimumTokens)
  return { clock, charge: (...blocks: PromptBlock[]) => cache.charge('key model', blocks), cache }
}

const usage = (more: Partial<InputUsage>): InputUsage => ({
  ...{ input: OPENING_TOKENS, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
  ...more,
})

it('a prompt reads what an earlier one wrote, writes the rest up to its breakpoint, and pays for what comes after', () => {
  const { charge } = given()
  expect(charge(block('a'), block('b', '5m'))).toEqual(usage({ cacheWrite5m: 20 }))
  expect(charge(block('a'), block('b'), block('c', '5m'), block('d'))).toEqual(
    usage({ cacheRead: 20, cacheWrite5m: 10, input: 10 + OPENING_TOKENS }),
  )
})

it('a prompt that begins differently, or without a breakpoint, reads nothing', () => {
  const { charge } = given()
  charge(block('a'), block('b', '5m'))
  expect(charge(block('x'), block('b', '5m'))).toEqual(usage({ cacheWrite5m: 20 }))
  expect(charge(block('a'), block('b'))).toEqual(usage({ input: 20 + OPENING_TOKENS }))
})

it('writes for 5 minutes and for an hour are counted apart, and each expires after its time, which a read renews', () => {
  const { clock, charge } = given()
  const prompt = [block('tools', '1h'), block('b', '5m')]
  expect(charge(...prompt)).toEqual(usage({ cacheWrite1h: 10, cacheWrite5m: 10 }))
  clock.advance(4 * MINUTE_MS)
  expect(charge(...prompt)).toEqual(usage({ cacheRead: 20 }))
  clock.advance(4 * MINUTE_MS)
  expect(charge(...prompt)).toEqual(usage({ cacheRead: 20 }))
  clock.advance(5 * MINUTE_MS)
  expect(charge(...prompt)).toEqual(usage({ cacheRead: 10, cacheWrite5m: 10 }))
  clock.advance(60 * MINUTE_MS)
  expect(charge(...prompt)).toEqual(usage({ cacheWrite1h: 10, cacheWrite5m: 10 }))
})

it('other models and other credentials have a cache of their own', () => {
  const { cache } = given()
  cache.charge('key one', [block('a', '5m')])
  expect(cache.charge('key two', [block('a', '5m')])).toEqual(usage({ cacheWrite5m: 10 }))
})

it('an entry is found up to 20 blocks before a breakpoint, and not further', () => {
  const blocks = (count: number) => Array.from({ length: count }, (_, index) => block(`${index}`))
  const { charge } = given()
  charge(block('a', '5m'))
  expect(charge(block('a'), ...blocks(18), block('end', '5m'))).toMatchObject({ cacheRead: 10 })
  const other = given()
  other.charge(block('a', '5m'))
  expect(other.charge(block('a'), ...blocks(19), block('end', '5m'))).toMatchObject({ cacheRead: 0 })
})

it('a prompt that is too short up to its breakpoint is not cached there', () => {
  const { charge } = given({ minimumTokens: 15 })
  expect(charge(block('a', '5m'))).toEqual(usage({ input: 10 + OPENING_TOKENS }))
  expect(charge(block('a'), block('b', '5m'))).toEqual(usage({ cacheWrite5m: 20 }))
})

it('the tokens of a prompt are its blocks, however they are charged, and a repeated prompt writes nothing', () => {
  const someBlock = fc.record({
    text: fc.constantFrom('a', 'b', 'c'),
    tokens: fc.integer({ min: 1, max: 100 }),
    mark: fc.constantFrom(null, null, '5m' as const, '1h' as const),
  })
  const prompts = fc.array(
    fc.tuple(fc.array(someBlock, { minLength: 1, maxLength: 30 }), fc.nat({ max: 4 * MINUTE_MS })),
  )
  fc.assert(
    fc.property(prompts, (steps) => {
      const { clock, cache } = given()
      for (const [blocks, pause] of steps) {
        const size = blocks.reduce((sum, { tokens }) => sum + tokens, OPENING_TOKENS)
        const marked = blocks.findLastIndex(({ mark }) => mark) + 1
        const first = cache.charge('scope', blocks)
        const again = cache.charge('scope', blocks)
        const { input, cacheRead, cacheWrite5m, cacheWrite1h } = first
        expect(input + cacheRead + cacheWrite5m + cacheWrite1h).toBe(size)
        expect(input).toBe(blocks.slice(marked).reduce((sum, { tokens }) => sum + tokens, OPENING_TOKENS))
        expect(again).toEqual({ input, cacheRead: size - input, cacheWrite5m: 0, cacheWrite1h: 0 })
        clock.advance(pause)
      }
    }),
  )
})

it('a prompt is read as tools, system and messages, and a breakpoint changes nothing else of a block', () => {
  const request: MessagesRequest = {
    model: 'm',
    max_tokens: 1,
    system: [{ type: 'text', text: 'system', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    tools: [{ name: 'bash', input_schema: { type: 'object' } }],
    messages: [
      { role: 'user', content: 'hello' },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't',
            content: [{ type: 'text', text: 'out', cache_control: { type: 'ephemeral' } }],
          },
        ],
      },
    ],
  }
  const blocks = promptBlocks(request)
  expect(blocks.map(({ mark }) => mark)).toEqual([null, '1h', null, '5m'])
  expect(blocks.map(({ text }) => JSON.parse(text)[0])).toEqual(['tool', 'system', 'user', 'user'])
  expect(blocks.some(({ text }) => text.includes('cache_control'))).toBe(false)
  const asText = {
    ...request,
    messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hello' }] }],
  }
  expect(promptBlocks(asText)[2]).toEqual(blocks[2])
  const automatic = promptBlocks({ ...asText, cache_control: { type: 'ephemeral' } })
  expect(automatic.at(-1)?.mark).toBe('5m')
  expect(promptTokens(request)).toBe(blocks.reduce((sum, { tokens }) => sum + tokens, OPENING_TOKENS))
})
