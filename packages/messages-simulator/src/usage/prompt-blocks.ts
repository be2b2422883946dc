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

/** Returns the blocks of a content. A text is short for one block. */
export const blocksOf = <T extends object>(content: string | readonly T[]): readonly (T | TextBlock)[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content

interface TextBlock {
  type: 'text'
  text: string
}

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
