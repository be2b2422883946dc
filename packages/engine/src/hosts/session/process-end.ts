import type { ProcessEnd } from '../../domain/process-end.ts'
import type { ReachedLimit } from '../../domain/provider.ts'
import type { SessionSummary } from '../../domain/session-summary.ts'
import type { Agent } from '../../ports/agent.ts'

/**
 * Makes the report of a session that has ended. If no fact reports a limit, `agent.readLimit` searches the end of the output for the words of
 * a limit.
 * @param end `isSignal` says whether an interruption that the agent reports counts as a signal of something else than Coppice. It does not if
 *   the server did not see it, because the server may have ended with the agent.
 * @param at when the session ended, in ms since 1970
 */
export function processEnd(
  agent: Agent,
  { isSignal, ...end }: Pick<ProcessEnd, 'how' | 'exitCode'> & { isSignal: boolean },
  { noChange, conversationId, metrics, limit, failure }: SessionSummary,
  tail: string,
  at: number,
): ProcessEnd {
  const crash =
    failure === null && limit === null && end.how === 'exited' && end.exitCode !== 0 ? agent.crash(end.exitCode) : null
  const reached = limit === null ? limitInWords(agent, tail, at) : limitOfFacts(limit)
  const facts = { noChange, conversationId, metrics, limit: reached, tail }
  if (crash === 'interrupted')
    return { ...end, how: 'interrupted', ...(isSignal && { isSignalled: true }), ...facts, failure }
  return { ...end, ...facts, failure: failure ?? crash }
}

function limitOfFacts({ until, reason, saidSince }: NonNullable<SessionSummary['limit']>): ReachedLimit {
  return { until, reason, explains: saidSince === 0 ? 'always' : 'failure' }
}

function limitInWords(agent: Agent, tail: string, at: number): ReachedLimit | null {
  const limit = agent.readLimit(tail, at)
  return limit && { ...limit, explains: 'failure' }
}
