import { recordFacts } from '../../lifecycle/record-facts.ts'
import { sessionNow } from '../../lifecycle/record-now.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import { agentOfSession } from '../../ports/agent-of-session.ts'
import type { RunContext } from '../run/run-context.ts'
import { type FactBatch, FactFollower } from './fact-follower.ts'

type Following = Pick<RunContext, 'deps' | 'state' | 'track' | 'wake'>

/**
 * Begins to record the facts of a running session. The facts of an agent that reports no usage and no questions while it runs are read only
 * when it has reported something through its task tools.
 */
export function followFacts(ctx: Following, begun: Begun): FactFollower {
  const { agents, clock, dispatch, prices } = ctx.deps
  const { transcripts } = dispatch
  const { id, factCursor } = begun.session
  const record = (batch: FactBatch) => recordBatch(ctx, begun, batch)
  const rarely = agentOfSession(agents, begun.task.settings.agent)?.isFollowed
    ? {}
    : { isWorthReading: async () => (await transcripts.reports(id)) > 0 }
  const follower = new FactFollower({ transcripts, clock, prices, record, ...rarely }, id, factCursor)
  ctx.track(follower.done)
  return follower
}

async function recordBatch({ deps, state, wake }: Following, begun: Begun, batch: FactBatch): Promise<void> {
  const { cursor, hasUnpricedRequest, ...changes } = batch
  const session = await recordFacts(deps, begun, { factCursor: cursor, ...changes })
  if (session === null)
    throw new Error(`a session got facts after its end was recorded: ${await sessionNow(deps.store, begun.session.id)}`)
  begun.session = session
  state.costs.put(session)
  state.money.put(session, hasUnpricedRequest)
  wake()
}
