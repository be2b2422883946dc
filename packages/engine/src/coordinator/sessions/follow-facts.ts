import { agentOfSession } from '../../agents/agent-of-session.ts'
import { recordFacts } from '../../lifecycle/record-facts.ts'
import { sessionNow } from '../../lifecycle/record-now.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import type { RunContext } from '../run/run-context.ts'
import { type FactBatch, FactFollower } from './fact-follower.ts'

type Following = Pick<RunContext, 'deps' | 'state' | 'track'>

/**
 * Begins to record the facts of a running session.
 *
 * @returns null when this kind of agent reports no usage and no questions while it runs
 */
export function followFacts(ctx: Following, begun: Begun): FactFollower | null {
  const { agents, clock, dispatch, prices } = ctx.deps
  const { id, factCursor } = begun.session
  if (!agentOfSession(agents, begun.task.settings.agent)?.isFollowed) return null
  const record = (batch: FactBatch) => recordBatch(ctx, begun, batch)
  const follower = new FactFollower({ transcripts: dispatch.transcripts, clock, prices, record }, id, factCursor)
  ctx.track(follower.done)
  return follower
}

async function recordBatch({ deps, state }: Following, begun: Begun, batch: FactBatch): Promise<void> {
  const { cursor, ...changes } = batch
  const session = await recordFacts(deps, begun, { factCursor: cursor, ...changes })
  if (session === null)
    throw new Error(`a session got facts after its end was recorded: ${await sessionNow(deps.store, begun.session.id)}`)
  begun.session = session
  state.costs.put(session)
}
