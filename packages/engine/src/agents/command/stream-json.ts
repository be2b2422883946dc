import type { ModelCalled, SessionFact } from '../../domain/session-facts.ts'

/** The part of a line of `claude -p --output-format stream-json` that is read. Every key may be absent, because the format is not ours. */
interface StreamLine {
  type?: unknown
  subtype?: unknown
  session_id?: unknown
  request_id?: unknown
  message?: { id?: unknown; model?: unknown; content?: unknown; usage?: Tokens }
  modelUsage?: Record<string, ModelTotals>
  /** The kind of error that a reply of Claude Code itself reports, such as `authentication_failed`. */
  error?: unknown
  is_error?: unknown
  api_error_status?: unknown
  result?: unknown
  rate_limit_info?: { status?: unknown; resetsAt?: unknown }
}

interface Tokens {
  input_tokens?: unknown
  cache_read_input_tokens?: unknown
  cache_creation?: { ephemeral_5m_input_tokens?: unknown; ephemeral_1h_input_tokens?: unknown }
}

interface ModelTotals {
  inputTokens?: unknown
  outputTokens?: unknown
  cacheReadInputTokens?: unknown
  cacheCreationInputTokens?: unknown
  cacheCreationEphemeral1hInputTokens?: unknown
  costUSD?: unknown
}

interface Block {
  type?: unknown
  text?: unknown
  thinking?: unknown
  id?: unknown
  name?: unknown
  input?: unknown
  tool_use_id?: unknown
  content?: unknown
  is_error?: unknown
}

/** Lines of these types say nothing that the other lines do not say. */
const SILENT: ReadonlySet<unknown> = new Set(['system', 'stream_event', 'rate_limit_event'])

/**
 * Translates lines of `claude -p --output-format stream-json` to facts. A line that is no such line is null.
 *
 * Claude Code reports the output tokens of a request only in the last line of the conversation, as totals by model. So the requests of a
 * model count as one request, which is partial until that line. The reader therefore remembers the requests that it has read. After a
 * restart of the server it has forgotten them: until the last line, the tokens are then too low, and marked as partial.
 */
export function streamJsonReader(): (line: string) => readonly SessionFact[] | null {
  const requests = new Map<string, ModelCalled>()
  let isSignedOut = false
  return (line) => {
    const read = parsed(line)
    if (read === null) return null
    switch (read.type) {
      case 'system':
        return read.subtype === 'init' ? named(read) : []
      case 'assistant':
        isSignedOut = read.error === 'authentication_failed'
        return [...called(read, requests), ...blocksOf(read).flatMap(factsOfReply)]
      case 'user':
        return blocksOf(read).flatMap(factsOfResult)
      case 'result':
        return [...totals(read), ...failure(read, isSignedOut)]
      case 'rate_limit_event':
        return rejected(read)
      default:
        return SILENT.has(read.type) ? [] : null
    }
  }
}

function parsed(line: string): StreamLine | null {
  if (!line.startsWith('{')) return null
  try {
    return JSON.parse(line) as StreamLine
  } catch {
    return null
  }
}

const named = ({ session_id }: StreamLine): SessionFact[] =>
  typeof session_id === 'string' ? [{ type: 'ConversationNamed', conversationId: session_id }] : []

function blocksOf({ message }: StreamLine): Block[] {
  const content = message?.content
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? (content as Block[]) : []
}

function factsOfReply({ type, text, thinking, id, name, input }: Block): SessionFact[] {
  if (type === 'text') return [{ type: 'Said', text: String(text) }]
  if (type === 'thinking') return [{ type: 'Thought', text: String(thinking) }]
  if (type !== 'tool_use') return []
  return [{ type: 'ToolCalled', callId: String(id), tool: String(name), text: JSON.stringify(input ?? {}) }]
}

function factsOfResult({ type, tool_use_id, content, is_error }: Block): SessionFact[] {
  if (type !== 'tool_result') return []
  return [{ type: 'ToolAnswered', callId: String(tool_use_id), isError: is_error === true, text: textOf(content) }]
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return (content as Block[])
    .map((block) => (block.type === 'text' ? String(block.text) : `[${block.type}]`))
    .join('\n')
}

/**
 * Adds a request to the partial usage of its model. Several lines report one request, a line for each block of the reply. Their output
 * tokens are those of the moment before the reply, so they are not read.
 */
function called(line: StreamLine, requests: Map<string, ModelCalled>): SessionFact[] {
  const { message, session_id } = line
  const usage = message?.usage
  const model = message?.model
  const id = line.request_id ?? message?.id
  if (!usage || typeof model !== 'string' || typeof id !== 'string' || model.startsWith('<')) return []
  if (requests.has(id)) return []
  const { cache_creation: written } = usage
  const request: ModelCalled = {
    type: 'ModelCalled',
    requestId: requestIdOf(session_id, model),
    model,
    inputTokens: tokens(usage.input_tokens),
    outputTokens: null,
    cacheReadTokens: tokens(usage.cache_read_input_tokens),
    cacheWriteTokens: tokens(written?.ephemeral_5m_input_tokens),
    cacheWrite1hTokens: tokens(written?.ephemeral_1h_input_tokens),
    reportedCostMicroUsd: null,
    partial: true,
  }
  requests.set(id, request)
  return [[...requests.values()].filter((one) => one.model === model).reduce(sum)]
}

const sum = (one: ModelCalled, other: ModelCalled): ModelCalled => ({
  ...other,
  inputTokens: added(one.inputTokens, other.inputTokens),
  cacheReadTokens: added(one.cacheReadTokens, other.cacheReadTokens),
  cacheWriteTokens: added(one.cacheWriteTokens, other.cacheWriteTokens),
  cacheWrite1hTokens: added(one.cacheWrite1hTokens, other.cacheWrite1hTokens),
})

const added = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : one + other

function totals({ modelUsage, session_id }: StreamLine): SessionFact[] {
  return Object.entries(modelUsage ?? {}).map(([model, total]) => {
    const writes = tokens(total.cacheCreationInputTokens)
    const hour = tokens(total.cacheCreationEphemeral1hInputTokens)
    return {
      type: 'ModelCalled',
      requestId: requestIdOf(session_id, model),
      model,
      inputTokens: tokens(total.inputTokens),
      outputTokens: tokens(total.outputTokens),
      cacheReadTokens: tokens(total.cacheReadInputTokens),
      cacheWriteTokens: writes === null ? null : writes - (hour ?? 0),
      cacheWrite1hTokens: hour,
      reportedCostMicroUsd: typeof total.costUSD === 'number' ? Math.round(total.costUSD * 1_000_000) : null,
      partial: false,
    }
  })
}

const requestIdOf = (conversation: unknown, model: string): string => `${String(conversation)}/${model}`

const tokens = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null

/**
 * The last line of a conversation that failed has the status with which the Messages API refused the last request. Without a key or a
 * sign-in, Claude Code sends no request, and the line before says so.
 */
function failure({ is_error, api_error_status: status, result }: StreamLine, isSignedOut: boolean): SessionFact[] {
  if (is_error !== true) return []
  const said = typeof result === 'string' && result !== '' ? result.replaceAll(/\s+/g, ' ') : 'Claude Code failed'
  if (status === 429 || status === 529) return [{ type: 'LimitReached', until: null, reason: said }]
  if (status === 401 || status === 403 || isSignedOut)
    return [failed('configuration', `${said}. Sign in with "claude", or set ANTHROPIC_API_KEY and name it in "env"`)]
  if (status === 404) return [failed('configuration', `${said}. Choose another model with --model in "run"`)]
  if (typeof status === 'number' && status >= 500) return [failed('infrastructure', said)]
  return [failed('work', said)]
}

const failed = (of: 'work' | 'infrastructure' | 'configuration', reason: string): SessionFact => ({
  type: 'Failed',
  class: of,
  reason,
})

function rejected({ rate_limit_info: limit }: StreamLine): SessionFact[] {
  if (limit?.status !== 'rejected') return []
  const until = typeof limit.resetsAt === 'number' ? limit.resetsAt * 1_000 : null
  return [{ type: 'LimitReached', until, reason: 'Claude Code reported a limit' }]
}
