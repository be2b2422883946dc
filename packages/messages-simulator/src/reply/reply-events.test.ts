import fc from 'fast-check'
import { expect, it } from 'vitest'
import { messageOf } from './message.ts'
import { outputTokens, pieceable, type ReplyBlock, shortened } from './reply.ts'
import { replyEvents } from './reply-events.ts'

const USAGE = { input: 10, cacheRead: 1, cacheWrite5m: 2, cacheWrite1h: 3 }
const eventsOf = (blocks: readonly ReplyBlock[]) => [
  ...replyEvents(messageOf('msg_1', 'm', { blocks, stopReason: 'end_turn' }, USAGE), blocks),
]

const someBlock: fc.Arbitrary<ReplyBlock> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }) }),
  fc.record({
    type: fc.constant('thinking' as const),
    thinking: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
    signature: fc.constant('s'),
  }),
  fc.record({
    type: fc.constant('tool_use' as const),
    id: fc.constant('toolu_1'),
    name: fc.constantFrom('bash', 'write'),
    json: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }).map((input) => JSON.stringify(input)),
  }),
)
const someBlocks = fc.array(someBlock, { maxLength: 5 })

it('events come in the order of the API, with a ping after the first block has begun', () => {
  const events = eventsOf([
    { type: 'thinking', thinking: 'Hm.', signature: 's' },
    { type: 'tool_use', id: 'toolu_1', name: 'bash', json: '{"command":"true"}' },
  ])
  const names = events.map(({ event }) => (event.type === 'content_block_delta' ? event.delta.type : event.type))
  expect(names).toEqual([
    'message_start',
    ...['content_block_start', 'ping', 'thinking_delta', 'signature_delta', 'content_block_stop'],
    ...['content_block_start', 'input_json_delta', 'input_json_delta', 'input_json_delta', 'content_block_stop'],
    'message_delta',
    'message_stop',
  ])
  expect(events[0]?.event).toMatchObject({
    message: { content: [], stop_reason: null, usage: { input_tokens: 10, output_tokens: 1 } },
  })
  expect(events.at(-2)?.event).toMatchObject({
    delta: { stop_reason: 'end_turn' },
    usage: { input_tokens: 10, cache_read_input_tokens: 1 },
  })
})

it('the deltas of a block are its text, without broken characters, and their tokens are those of the usage', () => {
  fc.assert(
    fc.property(someBlocks, (blocks) => {
      const events = eventsOf(blocks)
      const texts = blocks.map(() => '')
      for (const { event } of events) {
        if (event.type !== 'content_block_delta') continue
        const { delta, index } = event
        const piece =
          delta.type === 'text_delta'
            ? delta.text
            : delta.type === 'thinking_delta'
              ? delta.thinking
              : delta.type === 'input_json_delta'
                ? delta.partial_json
                : ''
        expect(piece.isWellFormed()).toBe(true)
        texts[index] += piece
      }
      expect(texts).toEqual(blocks.map(pieceable))
      expect(events.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(outputTokens(blocks))
    }),
  )
})

it('a shortened reply has at most that many tokens, begins like the whole, and marks a call that is cut off', () => {
  fc.assert(
    fc.property(someBlocks, fc.nat({ max: 100 }), (blocks, tokens) => {
      const short = shortened(blocks, tokens)
      expect(outputTokens(short)).toBeLessThanOrEqual(tokens)
      for (const [index, block] of short.entries()) {
        const whole = blocks[index] as ReplyBlock
        expect(pieceable(whole).startsWith(pieceable(block))).toBe(true)
        if (block.type !== 'tool_use' || whole.type !== 'tool_use') continue
        expect(block.id.startsWith('toolu_cut_')).toBe(block.json !== whole.json)
      }
    }),
  )
})
