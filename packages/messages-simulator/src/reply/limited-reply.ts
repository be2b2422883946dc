import type { MessagesRequest } from '../http/messages-request.ts'
import { outputTokens, type Reply, type ReplyBlock, shortened } from './reply.ts'

/** Returns the reply as far as the request allows: up to a stop sequence, and up to its limit of tokens. */
export function limitedReply(reply: Reply, { stop_sequences, max_tokens }: MessagesRequest): Reply {
  const stopped = stoppedReply(reply, stop_sequences ?? [])
  return outputTokens(stopped.blocks) > max_tokens
    ? { blocks: shortened(stopped.blocks, max_tokens), stopReason: 'max_tokens' }
    : stopped
}

function stoppedReply(reply: Reply, sequences: readonly string[]): Reply {
  const blocks: ReplyBlock[] = []
  for (const block of reply.blocks) {
    const stop = block.type === 'text' ? firstStop(block.text, sequences) : null
    if (block.type !== 'text' || !stop) {
      blocks.push(block)
      continue
    }
    if (stop.index > 0) blocks.push({ ...block, text: block.text.slice(0, stop.index) })
    return { blocks, stopReason: 'stop_sequence', stopSequence: stop.sequence }
  }
  return reply
}

function firstStop(text: string, sequences: readonly string[]): { index: number; sequence: string } | null {
  const found = sequences
    .map((sequence) => ({ sequence, index: text.indexOf(sequence) }))
    .filter(({ index }) => index >= 0)
  return found.toSorted((a, b) => a.index - b.index)[0] ?? null
}
