import type { ProviderLimit } from '../domain/provider.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import type { RunContext } from './run-context.ts'
import type { SessionResult } from './session-result.ts'

/**
 * An agent that runs into a limit does not count (S5), so words that only look like one could keep a task trying for ever, at a price.
 * After so many attempts that did not count, they are failures like others.
 */
const MOST_UNCOUNTED = 20

/** S5: what a session that did not succeed says of a limit of its provider. Null: it was not that. */
export function providerLimit(ctx: RunContext, { task, session }: Begun, result: SessionResult): ProviderLimit | null {
  if (result.is !== 'ended' || task.attempts - task.countedAttempts > MOST_UNCOUNTED) return null
  return ctx.deps.agents.get(session.agent)?.readLimit(result.end.tail, ctx.deps.clock.now()) ?? null
}

export const limitReason = ({ reason }: ProviderLimit): string => `provider limit: ${reason}`
