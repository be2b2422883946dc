import type { AttemptOrder, RunPlace } from '../../domain/attempt-order.ts'
import type { RunRecord, SessionRecord } from '../../domain/records.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import type { SessionKinds } from '../../session-kinds/session-kinds.ts'
import type { RunContext } from '../run/run-context.ts'
import { followSession } from './follow-session.ts'
import { forwardMessages } from './forward-messages.ts'
import { orderFor } from './order-for.ts'

/**
 * Takes up the running sessions of an earlier owner (R1): it makes their orders again from the database and offers them. The slots of ended
 * sessions whose work is still only in their worktrees stay taken (I1, D5).
 */
export async function takeUpSessions(ctx: RunContext): Promise<void> {
  const sessions = await ctx.deps.store.sessions(ctx.state.run.id)
  for (const session of sessions.filter((one) => one.status === 'RUNNING')) takeUp(ctx, session)
  for (const { slot } of sessions.filter(isUncollected)) ctx.slots.withhold(slot)
  await forwardMessages(ctx.deps, ctx.state.run.id)
}

function takeUp(ctx: RunContext, session: SessionRecord): void {
  const begun = { task: ctx.state.taskOf(session), session }
  ctx.slots.reclaim(session.slot)
  followSession(ctx, begun, takeUpOrder(ctx.deps.sessionKinds, ctx.place, ctx.state.run, begun))
}

/** Says whether a session has ended and its work is not committed. Its agent may still be alive. */
export const isUncollected = ({ status, tipCommit }: Pick<SessionRecord, 'status' | 'tipCommit'>): boolean =>
  status !== 'RUNNING' && tipCommit === null

/** Makes the order to take up a session that an earlier owner began. */
export const takeUpOrder = (kinds: SessionKinds, place: RunPlace, run: RunRecord, begun: Begun): AttemptOrder =>
  orderFor(kinds, place, run, begun, { is: 'take-up', process: begun.session.process }, null, null, null)
