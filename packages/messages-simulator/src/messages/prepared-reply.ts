import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { compacted, compactionOf } from '../context/compaction.ts'
import { applyEdits } from '../context/context-edits.ts'
import type { MessagesRequest } from '../http/messages-request.ts'
import { limitedReply } from '../reply/limited-reply.ts'
import { messageOf } from '../reply/message.ts'
import { outputTokens, type Reply, type ReplyBlock } from '../reply/reply.ts'
import { promptBlocks } from '../usage/prompt-blocks.ts'
import type { InputUsage, PromptCache } from '../usage/prompt-cache.ts'
import { tokensOf } from '../usage/tokens.ts'

/** A reply that is ready to be sent. */
export interface PreparedReply {
  message: BetaMessage
  blocks: readonly ReplyBlock[]
  usage: InputUsage
  /** The tokens of the compaction. It is null without one. */
  compaction: (InputUsage & { output: number }) | null
}

const NOTHING: InputUsage = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }

export interface ReplyParts {
  /** The request as it came, without what an earlier compaction has summarized. */
  request: MessagesRequest
  /** What the model says to it. */
  reply: Reply
  /** The summary of the conversation, if it is to be compacted now. */
  summary: string
  messageId: string
  /** What shares a prompt cache. */
  scope: string
}

/** Edits the context, charges the cache, and makes the message with its usage. */
export function prepareReply(
  { request, reply, summary, messageId, scope }: ReplyParts,
  cache: PromptCache,
): PreparedReply {
  const edited = applyEdits(request)
  const kind = compactionOf(edited.request)
  const compaction = kind && {
    ...cache.charge(scope, promptBlocks(edited.request)),
    output: tokensOf(summary),
  }
  const said: Reply = kind?.alone ? { blocks: [], stopReason: 'compaction' } : limitedReply(reply, request)
  const seen = kind ? compacted(edited.request, summary) : edited.request
  const usage = kind?.alone ? NOTHING : cache.charge(scope, promptBlocks(seen))
  const blocks = [...(kind ? [{ type: 'compaction' as const, summary }] : []), ...said.blocks]
  const message = messageOf(messageId, request.model, { ...said, blocks }, usage)
  const sampled = kind?.alone
    ? []
    : [{ type: 'message' as const, model: request.model, ...iteration(usage, outputTokens(blocks)) }]
  if (compaction) {
    message.usage.iterations = [{ type: 'compaction', ...iteration(compaction, compaction.output) }, ...sampled]
  }
  if (request.context_management) message.context_management = { applied_edits: edited.applied }
  return { message, blocks, usage, compaction }
}

const iteration = (usage: InputUsage, output: number) => ({
  input_tokens: usage.input,
  output_tokens: output,
  cache_read_input_tokens: usage.cacheRead,
  cache_creation_input_tokens: usage.cacheWrite5m + usage.cacheWrite1h,
  cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite5m, ephemeral_1h_input_tokens: usage.cacheWrite1h },
})
