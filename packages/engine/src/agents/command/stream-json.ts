import type { ModelCalled, SessionFact } from '../../domain/session-facts.ts'

/** The part of a line of `claude -p --output-format stream-json` that is read. Every key may be absent, because the format is not ours. */
interface StreamLine {
  type?: unknown
  subtype?: unknown
  session_id?: unknown
  uuid?: unknown
  request_id?: unknown
  message?: { id?: unknown; model?: unknown; content?: unknown; usage?: Tokens }
  modelUsage?: Record<string, ModelTotals>
  /** The kind of error that a reply of Claude Code itself reports, such as `authentication_failed`. */
  error?: unknown
  is_error?: unknown
  api_error_status?: unknown
  /** With `api_error`, a request to the API ended the conversation. */
  terminal_reason?: unknown
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

/** What the lines so far have reported. */
interface Reported {
  /** The kind of error of the last reply, such as `authentication_failed`. */
  error: string | null
  /** When the limit ends that refused a request, in ms. It is null when it is not known. */
  limitUntil: number | null
  /** How many conversations have ended. A command can run Claude Code several times, also in one conversation. */
  results: number
}

/**
 * Translates lines of `claude -p --output-format stream-json` to facts. A line that is no such line is null.
 *
 * Claude Code reports the output tokens of a request only in the last line of the conversation, as totals by model. So all requests with a
 * model count as one request, which is partial until that line. The reader remembers the requests that it has read. After a restart of the
 * server it does not know them. Until the last line, the tokens are then too low. They do not fall, and they are marked as partial.
 */
export function streamJsonReader(): (line: string) => readonly SessionFact[] | null {
  const requests = new Map<string, ModelCalled>()
  const said: Reported = { error: null, limitUntil: null, results: 0 }
  return (line) => {
    const read = parsed(line)
    if (read === null) return null
    switch (read.type) {
      case 'system':
        return read.subtype === 'init' ? named(read) : []
      case 'assistant':
        said.error = typeof read.error === 'string' ? read.error : null
        return [...called(read, requests, said), ...blocksOf(read).flatMap(factsOfReply)]
      case 'user':
        return blocksOf(read).flatMap(factsOfResult)
      case 'result':
        return ended(read, requests, said)
      case 'rate_limit_event':
        said.limitUntil = rejectedUntil(read) ?? said.limitUntil
        return rejected(read)
      default:
        return isOfClaudeCode(read) ? [] : null
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

/**
 * Every line of Claude Code has the id of its conversation and an id of its own. Types that are not read say nothing that the other lines do
 * not say, for example `tool_progress`, which reports every 30 s that a tool still runs. New versions add types.
 */
const isOfClaudeCode = ({ type, session_id, uuid }: StreamLine): boolean =>
  [type, session_id, uuid].every((value) => typeof value === 'string')

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
function called(line: StreamLine, requests: Map<string, ModelCalled>, { results }: Reported): SessionFact[] {
  const { message, session_id } = line
  const usage = message?.usage
  const model = message?.model
  const id = line.request_id ?? message?.id
  if (!usage || typeof model !== 'string' || typeof id !== 'string' || model.startsWith('<')) return []
  if (requests.has(id)) return []
  const { cache_creation: written } = usage
  const request: ModelCalled = {
    type: 'ModelCalled',
    requestId: requestIdOf(session_id, results, model),
    model,
    inputTokens: tokens(usage.input_tokens),
    outputTokens: null,
    cacheReadTokens: tokens(usage.cache_read_input_tokens),
    cacheWriteTokens: tokens(written?.ephemeral_5m_input_tokens),
    cacheWrite1hTokens: tokens(written?.ephemeral_1h_input_tokens),
    reportedCostMicroUsd: null,
    partial: true,
    joined: true,
  }
  requests.set(id, request)
  return [[...requests.values()].filter(({ requestId }) => requestId === request.requestId).reduce(sum)]
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

/** Reads the last line of a conversation. */
function ended(line: StreamLine, requests: Map<string, ModelCalled>, said: Reported): SessionFact[] {
  const facts = [...totals(line, said), ...failure(line, said)]
  requests.clear()
  Object.assign(said, { error: null, limitUntil: null, results: said.results + 1 })
  return facts
}

function totals({ modelUsage, session_id }: StreamLine, { results }: Reported): SessionFact[] {
  return Object.entries(modelUsage ?? {}).map(([model, total]) => {
    const writes = tokens(total.cacheCreationInputTokens)
    const hour = tokens(total.cacheCreationEphemeral1hInputTokens)
    return {
      type: 'ModelCalled',
      requestId: requestIdOf(session_id, results, model),
      model: plainModel(model),
      inputTokens: tokens(total.inputTokens),
      outputTokens: tokens(total.outputTokens),
      cacheReadTokens: tokens(total.cacheReadInputTokens),
      cacheWriteTokens: writes === null ? null : writes - (hour ?? 0),
      cacheWrite1hTokens: hour,
      reportedCostMicroUsd: typeof total.costUSD === 'number' ? Math.round(total.costUSD * 1_000_000) : null,
      partial: false,
      joined: true,
    }
  })
}

/** A reply names its model by another form than the totals: with the date of the model, and without the size of its context. */
const plainModel = (model: string): string => model.replace(/\[.*\]$/, '').replace(/-\d{8}$/, '')

const requestIdOf = (conversation: unknown, results: number, model: string): string =>
  `${String(conversation)}/${results}/${plainModel(model)}`

const tokens = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null

/** The kinds of errors with which a reply of Claude Code itself says that nobody is signed in, or that the account cannot pay. */
const SIGNED_OUT: ReadonlySet<string | null> = new Set(['authentication_failed', 'oauth_org_not_allowed'])
const NO_CREDIT = 'billing_error'

/**
 * The last line of a conversation that failed has the status with which the Messages API refused the last request. Without a sign-in or a
 * connection there is no status. An outage is no fault of the attempt: as a limit it holds the provider and uses up no attempt (S5).
 */
function failure(line: StreamLine, { error, limitUntil }: Reported): SessionFact[] {
  const { is_error, api_error_status: status, terminal_reason: ending, result } = line
  if (is_error !== true) return []
  const said = typeof result === 'string' && result !== '' ? result.replaceAll(/\s+/g, ' ') : 'Claude Code failed'
  if (error === NO_CREDIT) return [failed('configuration', `${said}. Add credit to the account, or use another one`)]
  if (status === 401 || status === 403 || SIGNED_OUT.has(error))
    return [failed('configuration', `${said}. Sign in with "claude", or set ANTHROPIC_API_KEY and name it in "env"`)]
  if (status === 404) return [failed('configuration', `${said}. Choose another model with --model in "run"`)]
  if (status === 429) return [{ type: 'LimitReached', until: limitUntil, reason: said }]
  const isOutage = typeof status === 'number' ? status >= 500 : ending === 'api_error'
  return [isOutage ? { type: 'LimitReached', until: null, reason: said } : failed('work', said)]
}

const failed = (of: 'work' | 'configuration', reason: string): SessionFact => ({
  type: 'Failed',
  class: of,
  reason,
})

function rejected(line: StreamLine): SessionFact[] {
  if (line.rate_limit_info?.status !== 'rejected') return []
  return [{ type: 'LimitReached', until: rejectedUntil(line), reason: 'Claude Code reported a limit' }]
}

const rejectedUntil = ({ rate_limit_info: limit }: StreamLine): number | null =>
  limit?.status === 'rejected' && typeof limit.resetsAt === 'number' ? limit.resetsAt * 1_000 : null
