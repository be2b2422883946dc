import type {
  BetaMessage,
  BetaRawContentBlockDelta,
  BetaRawContentBlockStartEvent,
  BetaRawMessageStreamEvent,
} from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { tokensOf, tokensOfBytes } from '../usage/tokens.ts'
import { pieceable, type ReplyBlock } from './reply.ts'

/** An event of a stream, and the tokens that the model produces for it. */
export interface ReplyEvent {
  event: BetaRawMessageStreamEvent | { type: 'ping' }
  tokens: number
}

/** The length of the text in one delta, about 4 tokens. */
const PIECE_LENGTH = 16

/**
 * Returns the events of a streamed message, in the order of the API.
 *
 * @param message the whole message. Its blocks are those of `blocks`.
 */
export function* replyEvents(message: BetaMessage, blocks: readonly ReplyBlock[]): Iterable<ReplyEvent> {
  const { usage } = message
  const begun = {
    ...message,
    content: [],
    context_management: null,
    stop_reason: null,
    stop_details: null,
    usage: { ...usage, output_tokens: Math.min(1, usage.output_tokens), output_tokens_details: null, iterations: null },
  }
  yield free({ type: 'message_start', message: begun })
  for (const [index, block] of blocks.entries()) {
    yield free({ type: 'content_block_start', index, content_block: emptyBlock(block) })
    if (index === 0) yield free({ type: 'ping' })
    for (const { delta, tokens } of deltas(block))
      yield { event: { type: 'content_block_delta', index, delta }, tokens }
    yield free({ type: 'content_block_stop', index })
  }
  const { container, stop_details, stop_reason, stop_sequence, context_management } = message
  // As the API, the end gives only the sum of the cache writes.
  const { cache_creation: _, ...sums } = usage
  yield free({
    type: 'message_delta',
    delta: { container, stop_details, stop_reason, stop_sequence },
    context_management,
    usage: sums,
  })
  yield free({ type: 'message_stop' })
}

const free = (event: ReplyEvent['event']): ReplyEvent => ({ event, tokens: 0 })

function emptyBlock(block: ReplyBlock): BetaRawContentBlockStartEvent['content_block'] {
  switch (block.type) {
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' }
    case 'text':
      return { type: 'text', text: '', citations: null }
    case 'tool_use':
      return { type: 'tool_use', id: block.id, name: block.name, input: {} }
    case 'compaction':
      return { type: 'compaction', content: null, encrypted_content: null }
  }
}

function* deltas(block: ReplyBlock): Iterable<{ delta: BetaRawContentBlockDelta; tokens: number }> {
  if (block.type === 'compaction') {
    // The API sends a summary in one piece.
    yield {
      delta: { type: 'compaction_delta', content: block.summary, encrypted_content: null },
      tokens: tokensOf(block.summary),
    }
    return
  }
  if (block.type === 'tool_use')
    yield { delta: { type: 'input_json_delta', partial_json: '' }, tokens: tokensOf(block.name) }
  for (const { piece, tokens } of piecesOf(pieceable(block))) yield { delta: deltaOf(block.type, piece), tokens }
  if (block.type === 'thinking') yield { delta: { type: 'signature_delta', signature: block.signature }, tokens: 0 }
}

function deltaOf(type: 'thinking' | 'text' | 'tool_use', piece: string): BetaRawContentBlockDelta {
  switch (type) {
    case 'thinking':
      return { type: 'thinking_delta', thinking: piece, estimated_tokens: null }
    case 'text':
      return { type: 'text_delta', text: piece }
    case 'tool_use':
      return { type: 'input_json_delta', partial_json: piece }
  }
}

/** Splits a text into short pieces, never within a character. The tokens of all pieces are those of the text. */
function* piecesOf(text: string): Iterable<{ piece: string; tokens: number }> {
  let bytes = 0
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = characterEnd(text, from + PIECE_LENGTH)
    const piece = text.slice(from, to)
    const before = tokensOfBytes(bytes)
    bytes += Buffer.byteLength(piece)
    yield { piece, tokens: tokensOfBytes(bytes) - before }
  }
}

/** Returns `index`, or the index after it if that would split a character into its two surrogates. */
const characterEnd = (text: string, index: number): number =>
  /[\uD800-\uDBFF]/.test(text.charAt(index - 1)) ? index + 1 : index
