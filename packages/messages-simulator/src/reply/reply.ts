import type { BetaContentBlock, BetaStopReason } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { CUT_CALL } from '../script/script-position.ts'
import { firstTokens, tokensOf } from '../usage/tokens.ts'

/** A block of a reply. The input of a call is text, because it may be cut off. */
export type ReplyBlock =
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; json: string }
  | { type: 'compaction'; summary: string }

export interface Reply {
  blocks: readonly ReplyBlock[]
  stopReason: BetaStopReason
  /** The stop sequence that ended it. */
  stopSequence?: string
}

/** Returns the text of a block that is streamed in pieces. */
export function pieceable(block: ReplyBlock): string {
  switch (block.type) {
    case 'thinking':
      return block.thinking
    case 'text':
      return block.text
    case 'tool_use':
      return block.json
    case 'compaction':
      return block.summary
  }
}

/** The tokens of a block: a call costs its name too. */
export const blockTokens = (block: ReplyBlock): number =>
  tokensOf(pieceable(block)) + (block.type === 'tool_use' ? tokensOf(block.name) : 0)

/** The tokens that the sampling of the reply took. The summary of a compaction is counted apart (`iterations`). */
export const outputTokens = (blocks: readonly ReplyBlock[]): number =>
  blocks.reduce((sum, block) => sum + (block.type === 'compaction' ? 0 : blockTokens(block)), 0)

export const thinkingTokens = (blocks: readonly ReplyBlock[]): number =>
  blocks.reduce((sum, block) => sum + (block.type === 'thinking' ? blockTokens(block) : 0), 0)

/** Returns the block as it is in a message that is not streamed. */
export function contentBlock(block: ReplyBlock): BetaContentBlock {
  switch (block.type) {
    case 'thinking':
      return block
    case 'text':
      return { type: 'text', text: block.text, citations: null }
    case 'tool_use':
      return { type: 'tool_use', id: block.id, name: block.name, input: parsed(block.json) }
    case 'compaction':
      return { type: 'compaction', content: block.summary, encrypted_content: null }
  }
}

/** Input that was cut off is no JSON. The API then returns an input without it. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}

/** Returns at most the first `tokens` tokens of the blocks. A call that is cut off gets an id that says so. */
export function shortened(blocks: readonly ReplyBlock[], tokens: number): ReplyBlock[] {
  let left = tokens
  const kept: ReplyBlock[] = []
  for (const block of blocks) {
    const whole = blockTokens(block)
    if (whole > left) return [...kept, ...cutAt(block, left - (whole - tokensOf(pieceable(block))))]
    kept.push(block)
    left -= whole
  }
  return kept
}

/** Returns the block with the first tokens of its text, or nothing when there is no room for any. */
function cutAt(block: ReplyBlock, tokens: number): ReplyBlock[] {
  const text = firstTokens(pieceable(block), tokens)
  if (text === '') return []
  switch (block.type) {
    case 'thinking':
      return [{ ...block, thinking: text }]
    case 'text':
      return [{ ...block, text }]
    case 'tool_use':
      return [{ ...block, id: `${CUT_CALL}${block.id.replace(/^toolu_/, '')}`, json: text }]
    case 'compaction':
      return []
  }
}
