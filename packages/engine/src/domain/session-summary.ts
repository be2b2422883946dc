import type { ProviderLimit } from './provider.ts'
import { NO_REPORTED_METRICS, type ReportedMetrics } from './records.ts'
import type { Failed, ModelCalled, SessionFact } from './session-facts.ts'
import { outputOf } from './session-output.ts'

/** The values that are derived from all facts of a session so far. Journals store them, so the names of the fields must not change. */
export interface SessionSummary {
  metrics: ReportedMetrics
  /** The agent reported that its task needs no change, and did not report later that the task is incomplete. */
  noChange: boolean
  /** The id of the conversation that the agent reported last. It is null before the agent reports one. */
  conversationId: string | null
  /** Whether the agent reported no cost of a complete model call, so that the cost that it reports is not the whole cost. */
  hasUnpricedCall: boolean
  /** The `askId` of the newest question, while the agent waits for its answer. It is null when no question waits. */
  pendingAsk: string | null
  /** Whether the agent asked for more money and has made no request since. It is absent in journals of older versions. */
  asksMoney?: boolean
  /** The number of claims, issues and proposed follow-ups. */
  reports: number
  limit: ReportedLimit | null
  failure: Pick<Failed, 'class' | 'reason'> | null
}

/** `saidSince` is the number of characters of output after the agent reported the limit. */
interface ReportedLimit extends ProviderLimit {
  saidSince: number
}

export const EMPTY_SUMMARY: SessionSummary = {
  metrics: NO_REPORTED_METRICS,
  noChange: false,
  conversationId: null,
  hasUnpricedCall: false,
  pendingAsk: null,
  asksMoney: false,
  reports: 0,
  limit: null,
  failure: null,
}

/** If more characters of output follow a reported limit, the agent continued its work, so the limit is over. */
const OVERCOME_AFTER = 16 * 1024

/** The model calls of a session by request id. */
export type ModelCalls = ReadonlyMap<string, ModelCalled>

/**
 * Adds facts to a summary.
 * @param before the summary of all earlier facts
 * @param earlier the model calls of all earlier facts
 * @returns the new summary, and the model calls that `facts` add or change
 */
export function summarise(
  before: SessionSummary,
  facts: readonly SessionFact[],
  earlier: ModelCalls,
): { summary: SessionSummary; calls: Map<string, ModelCalled> } {
  const calls = new Map<string, ModelCalled>()
  let summary = before
  for (const fact of facts) {
    if (fact.type === 'ModelCalled') {
      const known = calls.get(fact.requestId) ?? earlier.get(fact.requestId)
      const call = countedCall(known, fact)
      summary = { ...withCall(summary, known, call), limit: fact.partial ? summary.limit : null, asksMoney: false }
      calls.set(fact.requestId, call)
    } else summary = withFact(summary, fact)
  }
  return { summary, calls }
}

function withFact(summary: SessionSummary, fact: Exclude<SessionFact, ModelCalled>): SessionSummary {
  switch (fact.type) {
    case 'Said':
      return afterLimit(fact.continues ? summary : withCount(summary, 'messageCount'), fact)
    case 'ToolCalled':
      return afterLimit(withCount(summary, 'toolCallCount'), fact)
    case 'Thought':
    case 'ToolAnswered':
      return afterLimit(summary, fact)
    case 'Printed':
      // Output on stderr does not count, because programs print warnings while they end.
      return fact.stream === 'stdout' ? afterLimit(summary, fact) : summary
    case 'Claimed':
      return {
        ...summary,
        noChange: fact.claim === 'no-change-needed' || (summary.noChange && fact.claim !== 'incomplete'),
        reports: summary.reports + 1,
      }
    case 'IssueLogged':
    case 'FollowUpProposed':
      return { ...summary, reports: summary.reports + 1 }
    case 'ConversationNamed':
      // A command can run Claude Code again after it failed. The failure of the earlier conversation then does not count.
      return { ...summary, conversationId: fact.conversationId, failure: null }
    case 'LimitReached':
      return { ...summary, limit: { until: fact.until, reason: fact.reason, saidSince: 0 } }
    case 'MoneyAsked':
      return { ...summary, asksMoney: true }
    case 'PermissionAsked':
      return { ...summary, pendingAsk: fact.askId }
    case 'PermissionAnswered':
      return summary.pendingAsk === fact.askId ? { ...summary, pendingAsk: null } : summary
    case 'Failed':
      return { ...summary, failure: { class: fact.class, reason: fact.reason } }
    default:
      return summary
  }
}

const withCount = (summary: SessionSummary, name: 'messageCount' | 'toolCallCount'): SessionSummary => ({
  ...summary,
  metrics: { ...summary.metrics, [name]: summary.metrics[name] + 1 },
})

function afterLimit(summary: SessionSummary, fact: SessionFact): SessionSummary {
  const { limit } = summary
  if (limit === null) return summary
  const saidSince = limit.saidSince + (outputOf(fact)?.text.length ?? 0) + 1
  return { ...summary, limit: saidSince > OVERCOME_AFTER ? null : { ...limit, saidSince } }
}

const COUNTS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite1hTokens',
  'reportedCostMicroUsd',
] as const

type Count = (typeof COUNTS)[number]

/** The metric to which each count of a model call is added. */
const METRIC_OF = {
  inputTokens: 'inputTokens',
  outputTokens: 'outputTokens',
  cacheReadTokens: 'cacheReadTokens',
  cacheWriteTokens: 'cacheWriteTokens',
  cacheWrite1hTokens: 'cacheWriteTokens',
  reportedCostMicroUsd: 'costMicroUsd',
} as const satisfies Record<Count, keyof ReportedMetrics>

/**
 * Combines two facts of the same model call. A complete fact stays, and a later fact replaces a partial one. A number of tokens that the
 * later fact lacks is taken from the earlier one. The numbers of joined requests only grow until they are complete: after a restart, the
 * server does not know the requests that it has read before, so a later partial sum may be too low (M1).
 */
export function countedCall(known: ModelCalled | undefined, later: ModelCalled): ModelCalled {
  if (known === undefined) return later
  if (!known.partial) return known
  const call = { ...later }
  const grows = later.partial && later.joined === true
  for (const name of COUNTS) {
    const [before, now] = [known[name], later[name]]
    // A host of an earlier version may lack some counts.
    call[name] =
      grows && typeof before === 'number' && typeof now === 'number' ? Math.max(before, now) : (now ?? before)
  }
  return call
}

function withCall(summary: SessionSummary, known: ModelCalled | undefined, call: ModelCalled): SessionSummary {
  const metrics = { ...summary.metrics }
  for (const name of COUNTS) {
    const metric = METRIC_OF[name]
    // A host of an earlier version may lack some counts.
    const count = call[name] ?? null
    if (count !== null) metrics[metric] = (metrics[metric] ?? 0) + count - (known?.[name] ?? 0)
  }
  const hasUnpricedCall = summary.hasUnpricedCall || (!call.partial && (call.reportedCostMicroUsd ?? null) === null)
  if (hasUnpricedCall) metrics.costMicroUsd = null
  return { ...summary, metrics, hasUnpricedCall }
}
