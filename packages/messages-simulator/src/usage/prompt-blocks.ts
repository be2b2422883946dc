import type { MessagesRequest } from '../http/messages-request.ts'
import { tokensOf } from './tokens.ts'

export type CacheTtl = '5m' | '1h'

/** A part of a prompt that the cache distinguishes. */
export interface PromptBlock {
  /** The block without its marks. Blocks with the same text are the same to the cache. */
  text: string
  tokens: number
  /** How long the prompt up to this block is to be cached. It is null without a breakpoint. */
  mark: CacheTtl | null
}

/** Returns the blocks of a prompt in the order in which the API reads them: tools, system, messages. */
export function promptBlocks({ tools, system, messages, cache_control }: MessagesRequest): PromptBlock[] {
  const blocks = [
    ...(tools ?? []).map((tool) => promptBlock('tool', tool)),
    ...blocksOf(system ?? []).map((block) => promptBlock('system', block)),
    ...messages.flatMap(({ role, content }) => blocksOf(content ?? []).map((block) => promptBlock(role, block))),
  ]
  const last = blocks.at(-1)
  if (cache_control && last) last.mark = cache_control.ttl ?? '5m'
  return blocks
}

/**
 * The tokens with which the API opens the reply. They come after the last block, so they are never cached, and no prompt is free of
 * uncached input.
 */
export const OPENING_TOKENS = 4

/** Returns the size of a prompt. */
export const promptTokens = (request: MessagesRequest): number =>
  promptBlocks(request).reduce((sum, { tokens }) => sum + tokens, OPENING_TOKENS)

/** Returns the blocks of a content. A text is short for one block of text. */
export const blocksOf = <T extends { type: string }>(content: string | readonly T[]): readonly T[] =>
  typeof content === 'string' ? [{ type: 'text', text: content } as unknown as T] : content

const MARK = 'cache_control'

function promptBlock(place: string, block: object): PromptBlock {
  let mark: CacheTtl | null = null
  // A mark may also be on a block within the result of a tool.
  const text = JSON.stringify([place, block], (key, value) => {
    if (key !== MARK) return value
    if (value) mark = value.ttl ?? '5m'
    return undefined
  })
  return { text, tokens: tokensOf(text), mark }
}
