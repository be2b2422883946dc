import { randomUUID } from 'node:crypto'
import type { Allowance } from '../../domain/allowance.ts'
import { NO_METRICS, type RunTaskRecord, type SessionRecord } from '../../domain/records.ts'
import type { SessionChoice } from '../../domain/session-choice.ts'
import { movesTask, type SessionKind } from '../../domain/statuses.ts'
import { isFlatRate } from '../../ports/agent-of-session.ts'
import type { LastConversation, Performer } from '../../session-kinds/session-kind.ts'
import { rowOf } from '../../session-kinds/session-kinds.ts'
import { laneOf, type RunContext } from '../run/run-context.ts'
import { expertiseFor } from './expertise-for.ts'
import { followSession } from './follow-session.ts'
import { orderFor } from './order-for.ts'
import { reserveMoney } from './reserve-money.ts'
import { sheetOf } from './sheet-of.ts'

/**
 * Stores a session of `task`, and only then offers its order (R1).
 *
 * @param baseCommit the commit from which the scheduler starts the session
 * @returns false when the run no longer takes sessions, or has no money for this one. Then nothing is stored
 */
export async function startSession(
  ctx: RunContext,
  kind: SessionKind,
  task: RunTaskRecord,
  baseCommit: string,
): Promise<boolean> {
  const row = rowOf(ctx.deps.sessionKinds, kind)
  const { id: runId, projectId } = ctx.state.run
  const start = await row.startOf(ctx, task, baseCommit, lastConversation(ctx, task))
  const { startCommit } = start
  const id = randomUUID()
  const own = row.performer?.(ctx.state.run) ?? null
  const agent = own?.agent ?? task.settings.agent
  const choice = choiceOf(ctx.chooseSession(task), own)
  // It is for the estimate of the cost. The record of a session has no such field.
  const { isOwnName: _, ...recorded } = choice
  const earlier = start.resume && (await ctx.deps.store.session(start.resume.sessionId))
  const continued = earlier?.expertise?.given ?? null
  const expertise = await expertiseFor(ctx, { id, kind, domain: choice.domain, continued }, task)
  const slot = ctx.slots.take(movesTask(kind) ? laneOf(ctx, task) : null, earlier?.slot)
  const { prompt, otherwise } = await row.brief(ctx, task, start, expertise.text)
  const plan = await row.plan(ctx, task, startCommit)
  const reservation = reserveMoney(ctx, agent, choice, kind)
  if (reservation === null) {
    ctx.slots.free(slot)
    // The scheduler decides again with the money that is left.
    ctx.wake()
    return false
  }
  const begun = await row.begin(ctx.deps, ctx, task, {
    id,
    projectId,
    runId,
    runTaskId: task.id,
    kind,
    agent: own?.agent.kind ?? task.agent,
    ...recorded,
    ...reservation,
    flatRate: isFlatRate(ctx.deps.agents, agent),
    qualityFailures: task.qualityFailures,
    prompt,
    expertise: expertise.chosen,
    slot,
    baseCommit: start.baseCommit,
    startCommit,
    ...plan,
    metrics: NO_METRICS,
  })
  if (!begun) {
    ctx.slots.free(slot)
    return false
  }
  ctx.state.money.put(begun.session)
  if (kind === 'LEARNING') ctx.state.beginLearning(task)
  ctx.deps.reach(row.begun)
  if (movesTask(kind)) ctx.state.apply(begun.task)
  const begin = { is: 'anew', ...(await row.prepare(ctx, begun)) } as const
  const resume = start.resume && {
    conversationId: start.resume.conversationId,
    sessionId: start.resume.sessionId,
    otherwise,
  }
  const sheet = own === null ? sheetOf(task, (key) => ctx.state.task(key), expertise.text) : null
  const allowance = allowanceOf(ctx, begun.session)
  const { sessionKinds } = ctx.deps
  followSession(ctx, begun, orderFor(sessionKinds, ctx.place, ctx.state.run, begun, begin, resume, allowance, sheet))
  return true
}

/** A session that another agent does than that of its task has the model of that agent. */
const choiceOf = (ofTask: SessionChoice, own: Performer | null): SessionChoice =>
  own === null ? ofTask : { model: own.model, provider: own.provider, domain: ofTask.domain, choice: null }

/** Returns what a session may spend before it asks for more. @returns null when the run has no budget, or the price is not known */
function allowanceOf({ deps }: RunContext, { model, reservedMicroUsd }: SessionRecord): Allowance | null {
  const price = model === null ? null : deps.prices.priceAt(model, deps.clock.now())
  return reservedMicroUsd === null || price === null ? null : { microUsd: reservedMicroUsd, price }
}

/** Returns the last conversation of a task. @returns null when there is none or its agent cannot continue conversations */
const lastConversation = ({ deps, state }: RunContext, { id, agent }: RunTaskRecord): LastConversation | null =>
  deps.agents.get(agent)?.canResume ? state.conversations.lastOf(id) : null
