import type {
  BetaClearThinking20251015Edit,
  BetaClearToolUses20250919Edit,
  BetaContextManagementResponse,
  BetaMessageParam,
} from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { MessagesRequest } from '../http/messages-request.ts'
import { blocksOf, promptTokens } from '../usage/prompt-blocks.ts'

type AppliedEdit = BetaContextManagementResponse['applied_edits'][number]

/** A request after the edits of its context, and what the response says of them. */
export interface Edited {
  request: MessagesRequest
  applied: AppliedEdit[]
}

/** Applies the edits that clear parts of the conversation. The client keeps them; only the model does not see them. */
export function applyEdits(request: MessagesRequest): Edited {
  const applied: AppliedEdit[] = []
  let edited = request
  for (const edit of request.context_management?.edits ?? []) {
    const next =
      edit.type === 'clear_tool_uses_20250919'
        ? clearToolUses(edited, edit)
        : edit.type === 'clear_thinking_20251015'
          ? clearThinking(edited, edit)
          : null
    if (!next) continue
    edited = next.request
    applied.push(...next.applied)
  }
  return { request: edited, applied }
}

/** The defaults of the API. */
const TOOL_USES = { triggerTokens: 100_000, keep: 3 }
const CLEARED = '[Old tool result content cleared]'

function clearToolUses(request: MessagesRequest, edit: BetaClearToolUses20250919Edit): Edited {
  const excluded = new Set(edit.exclude_tools ?? [])
  const calls = blocksIn(request).filter((block) => block.type === 'tool_use' && !excluded.has(String(block.name)))
  const size = edit.trigger?.type === 'tool_uses' ? calls.length : promptTokens(request)
  const keep = edit.keep?.value ?? TOOL_USES.keep
  const cleared = new Set(calls.slice(0, Math.max(0, calls.length - keep)).map(({ id }) => id))
  if (size <= (edit.trigger?.value ?? TOOL_USES.triggerTokens) || cleared.size === 0) return { request, applied: [] }
  const { clear_tool_inputs } = edit
  const clearsInput = (name: unknown) =>
    Array.isArray(clear_tool_inputs) ? clear_tool_inputs.includes(String(name)) : clear_tool_inputs === true
  const next = mapBlocks(request, (block) => {
    if (block.type === 'tool_result' && cleared.has(block.tool_use_id)) return [{ ...block, content: CLEARED }]
    if (block.type === 'tool_use' && cleared.has(block.id) && clearsInput(block.name)) return [{ ...block, input: {} }]
    return [block]
  })
  const tokens = promptTokens(request) - promptTokens(next)
  if (tokens < Math.max(1, edit.clear_at_least?.value ?? 0)) return { request, applied: [] }
  return {
    request: next,
    applied: [{ type: edit.type, cleared_input_tokens: tokens, cleared_tool_uses: cleared.size }],
  }
}

function clearThinking(request: MessagesRequest, { type, keep }: BetaClearThinking20251015Edit): Edited {
  const kept = keep === undefined ? 1 : keep === 'all' || keep.type === 'all' ? Number.POSITIVE_INFINITY : keep.value
  const turns = request.messages.filter((message) => blocksOf<AnyBlock>(message.content ?? []).some(isThinking))
  const cleared = new Set<BetaMessageParam>(turns.slice(0, Math.max(0, turns.length - kept)))
  if (cleared.size === 0) return { request, applied: [] }
  const next = mapBlocks(request, (block, message) => (cleared.has(message) && isThinking(block) ? [] : [block]))
  const tokens = promptTokens(request) - promptTokens(next)
  return { request: next, applied: [{ type, cleared_input_tokens: tokens, cleared_thinking_turns: cleared.size }] }
}

interface AnyBlock {
  type: string
  id?: string
  name?: string
  tool_use_id?: string
}

const isThinking = ({ type }: AnyBlock): boolean => type === 'thinking' || type === 'redacted_thinking'

const blocksIn = ({ messages }: MessagesRequest): readonly AnyBlock[] =>
  messages.flatMap(({ content }) => blocksOf<AnyBlock>(content ?? []))

/** Replaces each block of the messages by the blocks that `change` returns. */
const mapBlocks = (
  request: MessagesRequest,
  change: (block: AnyBlock, message: BetaMessageParam) => readonly object[],
): MessagesRequest => ({
  ...request,
  messages: request.messages.map(
    (message) =>
      ({
        ...message,
        content: blocksOf<AnyBlock>(message.content ?? []).flatMap((block) => change(block, message)),
      }) as BetaMessageParam,
  ),
})
