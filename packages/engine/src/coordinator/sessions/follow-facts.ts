import { recordFacts } from '../../lifecycle/record-facts.ts'
import { sessionNow } from '../../lifecycle/record-now.ts'
import { createPrices } from '../../money/prices.ts'
import { agentOfSession } from '../../ports/agent-of-session.ts'
import type { RunContext } from '../run/run-context.ts'
import { type FactBatch, FactFollower } from './fact-follower.ts'
import type { LiveSession } from './live-session.ts'

/** A live session, as far as its facts change it. */
type Followed = Pick<LiveSession, 'begun' | 'moneyAsk' | 'answeredAsk'>
type Following = Pick<RunContext, 'deps' | 'state' | 'track' | 'wake'>

/** With a flat rate, no request has a price. */
const NO_PRICES = createPrices()

/**
 * Begins to record the facts of a running session. The facts of an agent that reports no usage and no questions while it runs are read only
 * when it has reported something through its task tools.
 */
export function followFacts(ctx: Following, live: Followed): FactFollower {
  const { begun } = live
  const { agents, clock, dispatch, prices, store } = ctx.deps
  const { transcripts } = dispatch
  const { id, factCursor } = begun.session
  const record = (batch: FactBatch) => recordBatch(ctx, live, batch)
  const { agent } = begun.task.settings
  const doing = begun.session.agent === agent.kind ? agentOfSession(agents, agent) : agents.get(begun.session.agent)
  const rarely = doing?.isFollowed ? {} : { isWorthReading: async () => (await transcripts.reports(id)) > 0 }
  const stored = () => store.ledgerEntries(id)
  const priced = begun.session.flatRate ? NO_PRICES : prices
  const follower = new FactFollower({ transcripts, clock, prices: priced, stored, record, ...rarely }, id, factCursor)
  ctx.track(follower.done)
  return follower
}

async function recordBatch({ deps, state, wake }: Following, live: Followed, batch: FactBatch): Promise<void> {
  const { begun } = live
  const { cursor, hasUnpricedRequest, costByDay, moneyAsk, ...changes } = batch
  const session = await recordFacts(deps, begun, { factCursor: cursor, ...changes })
  if (session === null)
    throw new Error(`a session got facts after its end was recorded: ${await sessionNow(deps.store, begun.session.id)}`)
  // The reservation may have grown since the batch began.
  begun.session = { ...session, reservedMicroUsd: begun.session.reservedMicroUsd }
  live.moneyAsk = moneyAsk !== null && moneyAsk.sequence > live.answeredAsk ? moneyAsk : null
  state.costs.put(begun.session)
  state.money.put(begun.session, { hasUnpricedRequest: hasUnpricedRequest && !session.flatRate, costByDay })
  wake()
}
