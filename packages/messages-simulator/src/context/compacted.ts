import type { BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { blocksOf } from '../usage/prompt-blocks.ts'

/**
 * Returns the messages without what a compaction has summarized: everything before the last compaction block. The API ignores it too.
 * A block without a summary, of a compaction that failed, changes nothing.
 */
export function withoutCompacted(messages: readonly BetaMessageParam[]): readonly BetaMessageParam[] {
  const index = messages.findLastIndex(({ content }) => blocksOf<AnyBlock>(content ?? []).some(isSummary))
  const message = messages[index]
  if (!message) return messages
  const blocks = blocksOf<AnyBlock>(message.content ?? [])
  const kept = blocks.slice(blocks.findLastIndex(isSummary))
  return [{ ...message, content: kept } as BetaMessageParam, ...messages.slice(index + 1)]
}

/** A block of a message, as far as compaction needs it. */
export interface AnyBlock {
  type: string
  content?: unknown
}

export const isSummary = (block: AnyBlock): boolean => block.type === 'compaction' && typeof block.content === 'string'
