import type { ProcessEnd } from '../../domain/process-end.ts'
import type { ReachedLimit } from '../../domain/provider.ts'
import { NO_SANDBOX, NO_SANDBOX_EXIT_CODE, SANDBOX_SAYS } from '../../domain/sandbox.ts'
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
  const isUnexplained = failure === null && limit === null && end.how === 'exited' && end.exitCode !== 0
  const crash = isUnexplained ? (withoutSandbox(end.exitCode, tail) ?? agent.crash(end.exitCode)) : null
  const reached = limit === null ? limitInWords(agent, tail, at) : limitOfFacts(limit)
  const facts = { noChange, conversationId, metrics, limit: reached, tail }
  if (crash === 'interrupted')
    return { ...end, how: 'interrupted', ...(isSignal && { isSignalled: true }), ...facts, failure }
  return { ...end, ...facts, failure: failure ?? crash }
}

/**
 * Explains the exit code of the script of the sandbox (S5: another attempt would fail in the same way).
 * @returns null when the sandbox was started, or when there is none
 */
function withoutSandbox(exitCode: number | null, tail: string): ProcessEnd['failure'] {
  if (exitCode !== NO_SANDBOX_EXIT_CODE) return null
  const line = tail.split('\n').findLast((one) => one.startsWith(`${SANDBOX_SAYS}${NO_SANDBOX}`))
  if (line === undefined) return null
  const reason = `${line.slice(SANDBOX_SAYS.length)}. Correct this on the machine of the server, then retry the task: see docs/sandbox.md`
  return { class: 'configuration', reason }
}

function limitOfFacts({ until, reason, saidSince }: NonNullable<SessionSummary['limit']>): ReachedLimit {
  return { until, reason, explains: saidSince === 0 ? 'always' : 'failure' }
}

function limitInWords(agent: Agent, tail: string, at: number): ReachedLimit | null {
  const limit = agent.readLimit(tail, at)
  return limit && { ...limit, explains: 'failure' }
}
