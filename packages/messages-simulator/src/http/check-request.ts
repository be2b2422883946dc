import { blocksOf, promptBlocks } from '../usage/prompt-blocks.ts'
import { ApiError } from './api-error.ts'
import type { MessagesRequest } from './messages-request.ts'

const MAX_BREAKPOINTS = 4

/**
 * Refuses what the API refuses, in its words, so that a client that builds a conversation wrongly fails here too.
 *
 * @throws ApiError
 */
export function checkRequest(request: MessagesRequest): void {
  checkFields(request)
  if (request.thread) {
    throw new ApiError(400, 'thread: this server keeps no threads', {
      details: { error_code: 'thread_unsupported_request' },
    })
  }
  checkBreakpoints(request)
  checkCalls(request)
}

function checkFields({ model, max_tokens, messages, tools }: MessagesRequest): void {
  if (typeof model !== 'string' || model === '') refuse('model: Field required')
  if (!Number.isInteger(max_tokens) || max_tokens < 1) refuse('max_tokens: Input should be greater than or equal to 1')
  if (!Array.isArray(messages) || messages.length === 0) refuse('messages: at least one message is required')
  const names = (tools ?? []).flatMap((tool) => ('name' in tool ? [tool.name] : []))
  if (new Set(names).size < names.length) refuse('tools: Tool names must be unique.')
  for (const [index, { content }] of messages.entries()) {
    const isEmpty = blocksOf<AnyBlock>(content ?? []).some(({ type, text }) => type === 'text' && text === '')
    if (isEmpty) refuse(`messages.${index}: text content blocks must be non-empty`)
  }
}

function checkBreakpoints(request: MessagesRequest): void {
  const marks = promptBlocks(request).flatMap(({ mark }) => (mark ? [mark] : []))
  if (marks.length > MAX_BREAKPOINTS) {
    refuse(`A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${marks.length}.`)
  }
  if (marks.lastIndexOf('1h') > marks.indexOf('5m') && marks.includes('5m')) {
    refuse("cache_control: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.")
  }
}

/** A message of the user has the results of exactly the calls in the reply before it. */
function checkCalls({ messages }: MessagesRequest): void {
  const seen = new Set<string>()
  const open = new Set<string>()
  let isReply = false
  for (const [index, { role, content }] of messages.entries()) {
    if (role === 'system') continue
    const blocks = blocksOf<AnyBlock>(content ?? [])
    if (role === 'assistant' && !isReply) assertClosed(open, index)
    isReply = role === 'assistant'
    for (const { type, id, tool_use_id } of blocks) {
      if (type === 'tool_use' && id !== undefined) {
        if (seen.has(id)) refuse(`messages.${index}: \`tool_use\` ids must be unique`)
        seen.add(id)
        open.add(id)
      }
      if (type === 'tool_result' && tool_use_id !== undefined && !open.delete(tool_use_id)) {
        refuse(
          `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${tool_use_id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
        )
      }
    }
  }
  assertClosed(open, messages.length)
}

function assertClosed(open: ReadonlySet<string>, index: number): void {
  if (open.size === 0) return
  refuse(
    `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${[...open].join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  )
}

interface AnyBlock {
  type: string
  text?: string
  id?: string
  tool_use_id?: string
}

function refuse(message: string): never {
  throw new ApiError(400, message)
}
