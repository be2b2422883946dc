import type { AttemptOrder } from '../../domain/attempt-order.ts'
import type { AttemptReport } from '../../domain/attempt-report.ts'
import { movesTask } from '../../domain/statuses.ts'
import { sessionNow } from '../../lifecycle/record-now.ts'
import { type Begun, recordAgent, type StartedAgent } from '../../lifecycle/session-lifecycle.ts'
import type { RecallReason } from '../../ports/dispatch.ts'
import type { RunContext } from '../run/run-context.ts'
import { followFacts } from './follow-facts.ts'
import type { LiveSession } from './live-session.ts'
import { fenceOf, newsOf } from './news-of.ts'
import { settleSession } from './settle-session.ts'

/**
 * Offers the order of a stored session to the dispatch and records the news of the session, in the background. The session counts toward
 * `maxConcurrency` until none of its processes is alive (S1, C1).
 */
export function followSession(ctx: RunContext, begun: Begun, order: AttemptOrder): void {
  ctx.deps.log.info(facts(ctx, begun), 'the session begins')
  const live: LiveSession = { begun, order, isAgentAlive: false, facts: null, moneyAsk: null, answeredAsk: 0 }
  ctx.live.set(begun.session.id, live)
  const followed = ctx.sessionLimit(() => follow(ctx, live))
  ctx.track(followed.then(() => ctx.deps.log.info(facts(ctx, begun), 'the session has ended')))
}

const facts = (ctx: RunContext, begun: Begun) => ({
  runId: ctx.state.run.id,
  task: begun.task.key,
  session: begun.session.number,
  kind: begun.session.kind,
  attempt: begun.session.attempt,
})

async function follow(ctx: RunContext, live: LiveSession): Promise<void> {
  const { begun, order } = live
  const { dispatch } = ctx.deps
  try {
    const why = whyRecalled(ctx, begun)
    await dispatch.offer(order)
    if (why) dispatch.recall(fenceOf(order), why)
    for await (const { body } of newsOf(dispatch, order)) {
      if (body.is === 'left') return
      if (body.is === 'report') return await settle(ctx, live, body.report)
      if (body.is === 'started') {
        await recordStarted(ctx, live, body)
        live.facts ??= followFacts(ctx, live)
      }
      live.isAgentAlive = body.is === 'started'
    }
  } finally {
    live.facts?.stop()
    ctx.live.delete(begun.session.id)
  }
}

/** Records all facts of a session, and only then its end. */
async function settle(ctx: RunContext, live: LiveSession, report: AttemptReport): Promise<void> {
  if (report.lastFact !== null) await live.facts?.finish(report.lastFact)
  await settleSession(ctx, live, report)
}

/**
 * Returns the reason to recall a session directly after its order is offered. There is a reason if the run or the task was cancelled, or
 * the server began to stop, before the offer. If this happens after the offer, the executor recalls the session, because it is in
 * `ctx.live`.
 *
 * @returns null when there is no reason
 */
function whyRecalled(ctx: RunContext, { task }: Begun): RecallReason | null {
  return ctx.recallAll ?? (ctx.state.isCancelRequested(task.id) ? 'task-cancelled' : null)
}

/** Records the start of the agent. After a restart the same news comes again and is ignored. */
async function recordStarted(ctx: RunContext, { begun }: LiveSession, started: StartedAgent): Promise<void> {
  if (begun.session.process !== null) return
  const recorded = await recordAgent(ctx.deps, begun, started)
  if (!recorded)
    throw new Error(
      `the agent of a session started after the session had ended: ${await sessionNow(ctx.deps.store, begun.session.id)}`,
    )
  Object.assign(begun, recorded)
  if (movesTask(begun.session.kind)) ctx.state.apply(recorded.task)
  ctx.deps.reach('attempt.recorded')
}
