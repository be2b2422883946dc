import type { AttemptOrder, RunPlace } from '../domain/attempt-order.ts'
import { slotOf } from '../domain/naming.ts'
import type { RunRecord, SessionRecord } from '../domain/records.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import { followSession } from './follow-session.ts'
import { orderFor } from './order-for.ts'
import type { RunContext } from './run-context.ts'
import type { Slots } from './slots.ts'

/** R1: the orders of sessions that an earlier owner left are made again from the record, and offered. */
export async function takeUpSessions(ctx: RunContext): Promise<void> {
  const sessions = await ctx.deps.store.sessions(ctx.state.run.id)
  for (const session of sessions.filter((one) => one.status === 'RUNNING')) takeUp(ctx, session)
}

function takeUp(ctx: RunContext, session: SessionRecord): void {
  const begun = { task: ctx.state.taskOf(session), session }
  followSession(ctx, begun, takeUpOrder(ctx.place, ctx.state.run, ctx.slots, begun))
}

/** The session keeps the slot that it has. */
export function takeUpOrder(place: RunPlace, run: RunRecord, slots: Slots, begun: Begun): AttemptOrder {
  const { worktreePath, process } = begun.session
  const own = slotOf(worktreePath)
  const slot = own !== null && slots.reclaim(own) ? own : slots.take()
  return orderFor(place, run, begun, slot, { is: 'take-up', process })
}
