import type { ModelCalled } from '@coppice/engine/domain/session-facts'
import { type ModelTokens, quotaOf } from './quota.ts'
import { UNKNOWN, type UsageParts, type UsageReader } from './usage-reader.ts'

const MESSAGE = '_claude/sdkMessage'

/**
 * Claude Code passes on the events of the provider's streams, so each request of the conversation is a fact with the provider's own id, also
 * when it is cut off. Requests beside the conversation, such as for a title, are only in the totals of the turn. What a total has beyond the
 * known requests is one more fact for each model.
 */
export function claudeCodeUsage({ newId }: UsageParts): UsageReader {
  /** The calls of this turn by their ids. */
  const calls = new Map<string, ModelCalled>()
  /** The ids of the requests in progress. The key is the tool call that started the subagent, or null for the agent itself. */
  const current = new Map<string | null, string>()
  return {
    extra(method, params) {
      const streamed = method === MESSAGE ? (params as { message?: Streamed }).message : undefined
      if (streamed?.type !== 'stream_event') return []
      const { event, parent_tool_use_id: parent = null } = streamed
      const call =
        event?.type === 'message_start' ? begun(event.message) : ended(event, calls.get(current.get(parent) ?? ''))
      if (call === null) return []
      current.set(parent, call.requestId)
      calls.set(call.requestId, call)
      return [call]
    },
    promptEnd(response) {
      const rests = restOf(quotaOf(response), [...calls.values()])
      calls.clear()
      current.clear()
      return rests.map((rest) => ({
        ...{
          type: 'ModelCalled',
          requestId: newId(),
          model: withoutContext(rest.model),
          partial: false,
          joined: true,
          ...UNKNOWN,
        },
        inputTokens: rest.input,
        outputTokens: rest.output,
        cacheReadTokens: rest.cacheRead,
        cacheWriteTokens: rest.cacheWrite,
      }))
    },
    // The requests of the turn are facts already.
    promptFailed: () => [],
  }
}

interface Streamed {
  type?: string
  parent_tool_use_id?: string | null
  event?: { type?: string; message?: { id?: string; model?: string; usage?: Usage }; usage?: Usage }
}

interface Usage {
  input_tokens?: number | null
  output_tokens?: number | null
  cache_read_input_tokens?: number | null
  cache_creation_input_tokens?: number | null
  cache_creation?: { ephemeral_1h_input_tokens?: number | null } | null
}

function begun(message: { id?: string; model?: string; usage?: Usage } | undefined): ModelCalled | null {
  if (message?.id === undefined || message.usage === undefined) return null
  const { id: requestId, model = 'unknown', usage } = message
  return { type: 'ModelCalled', requestId, model, partial: true, ...UNKNOWN, ...countsOf(usage) }
}

/**
 * The last counts of a reply replace those of its beginning. The API may leave out those that did not change. At the end it gives only the sum of
 * the cache writes, so those for an hour stay as the beginning gave them.
 */
function ended(event: Streamed['event'], call: ModelCalled | undefined): ModelCalled | null {
  if (event?.type !== 'message_delta' || event.usage === undefined || call === undefined) return null
  const known = Object.entries(countsOf(event.usage, call.cacheWrite1hTokens)).filter(([, count]) => count !== null)
  return { ...call, partial: false, ...Object.fromEntries(known) }
}

/** @param hourBefore the cache writes for an hour that are known already. They hold when `usage` gives only a sum */
function countsOf(usage: Usage, hourBefore: number | null = null) {
  const written = usage.cache_creation_input_tokens ?? null
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? hourBefore
  return {
    inputTokens: usage.input_tokens ?? null,
    outputTokens: usage.output_tokens ?? null,
    cacheReadTokens: usage.cache_read_input_tokens ?? null,
    cacheWriteTokens: written === null ? null : Math.max(0, written - (hour ?? 0)),
    cacheWrite1hTokens: hour,
  }
}

/** Subtracts the calls that are facts already from the totals of a turn. */
function restOf(totals: readonly ModelTokens[], calls: readonly ModelCalled[]): ModelTokens[] {
  const unmatched = calls.some(({ model }) => !totals.some((total) => isSameModel(total.model, model)))
  const [first] = totals
  // If the names of the models do not match, only the sums over all models can be compared.
  const rows = unmatched && first !== undefined ? [sumOf(totals, first.model)] : totals
  return rows
    .map((row) => without(row, unmatched ? calls : calls.filter(({ model }) => isSameModel(row.model, model))))
    .filter((row) => [row.input, row.output, row.cacheRead, row.cacheWrite].some((count) => (count ?? 0) > 0))
}

function without(row: ModelTokens, calls: readonly ModelCalled[]): ModelTokens {
  const left = (total: number | null, counted: (call: ModelCalled) => number | null) =>
    total === null ? null : Math.max(0, total - sum(calls.map((call) => counted(call) ?? 0)))
  return {
    model: row.model,
    input: left(row.input, ({ inputTokens }) => inputTokens),
    output: left(row.output, ({ outputTokens }) => outputTokens),
    cacheRead: left(row.cacheRead, ({ cacheReadTokens }) => cacheReadTokens),
    cacheWrite: left(row.cacheWrite, (call) => (call.cacheWriteTokens ?? 0) + (call.cacheWrite1hTokens ?? 0)),
  }
}

const sumOf = (rows: readonly ModelTokens[], model: string): ModelTokens => ({
  model,
  input: sum(rows.map(({ input }) => input ?? 0)),
  output: sum(rows.map(({ output }) => output ?? 0)),
  cacheRead: sum(rows.map(({ cacheRead }) => cacheRead ?? 0)),
  cacheWrite: sum(rows.map(({ cacheWrite }) => cacheWrite ?? 0)),
})

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** The name of a model may end with a date in a reply, and with the size of the context in a total. */
const isSameModel = (one: string, other: string): boolean => plainModel(one) === plainModel(other)

const plainModel = (model: string): string => withoutContext(model).replace(/-\d{8}$/, '')

/** A total may name the size of the context, such as `[1m]`. The list of prices has only the name of the model. */
const withoutContext = (model: string): string => model.replace(/\[.*\]$/, '')
