import { randomUUID } from 'node:crypto'

import { agentOfSession } from '../../agents/agent-of-session.ts'
import { NO_METRICS, type RunTaskRecord } from '../../domain/records.ts'
import type { SessionChoice } from '../../domain/session-choice.ts'
import { movesTask, type SessionKind } from '../../domain/statuses.ts'
import type { LastConversation } from '../../session-kinds/session-kind.ts'
import { rowOf } from '../../session-kinds/session-kinds.ts'
import { laneOf, type RunContext } from '../run/run-context.ts'
import { expertiseFor } from './expertise-for.ts'
import { followSession } from './follow-session.ts'
import { orderFor } from './order-for.ts'
import { sheetOf } from './sheet-of.ts'

/**
 * Stores a session of `task`, and only then offers its order (R1).
 *
 * @param baseCommit the commit from which the scheduler starts the session
 * @returns false when the run no longer takes sessions. Then nothing is stored
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
  const choice = ctx.chooseSession(task)
  const expertise = await expertiseFor(ctx, { id, kind, domain: choice.domain }, task)
  const slot = ctx.slots.take(movesTask(kind) ? laneOf(ctx, task) : null)
  const begun = await row.begin(ctx.deps, ctx, task, {
    id,
    projectId,
    runId,
    runTaskId: task.id,
    kind,
    agent: task.agent,
    ...choice,
    reservedMicroUsd: reservation(ctx, task, choice),
    qualityFailures: task.qualityFailures,
    prompt: await row.brief(ctx, task, start, expertise.text),
    expertise: expertise.chosen,
    slot,
    baseCommit: start.baseCommit,
    startCommit,
    ...(await row.plan(ctx, task, startCommit)),
    metrics: NO_METRICS,
  })
  if (!begun) {
    ctx.slots.free(slot)
    return false
  }
  ctx.state.money.put(begun.session)
  ctx.deps.reach(row.begun)
  if (movesTask(kind)) ctx.state.apply(begun.task)
  const begin = { is: 'anew', ...(await row.prepare(ctx, begun)) } as const
  const resume = start.resume && {
    conversationId: start.resume.conversationId,
    sessionId: start.resume.sessionId,
  }
  const sheet = sheetOf(task, (key) => ctx.state.task(key), expertise.text)
  followSession(ctx, begun, orderFor(ctx.deps.sessionKinds, ctx.place, ctx.state.run, begun, begin, resume, sheet))
  return true
}

/**
 * Returns what a session reserves of the budget, in millionths of a dollar (M2). A session whose agent reports no use of models reserves
 * nothing.
 *
 * @returns null when the run has no budget
 */
function reservation({ deps, state }: RunContext, task: RunTaskRecord, choice: SessionChoice): number | null {
  const use = state.money.use(state.run, deps.prices, deps.clock.now())
  if (use === undefined) return null
  if (!(agentOfSession(deps.agents, task.settings.agent)?.isFollowed ?? false)) return 0
  const free = use.limitMicroUsd - use.spentMicroUsd - use.reservedMicroUsd
  return Math.max(0, Math.min(free, use.estimates[state.money.classOf(choice)]?.microUsd ?? 0))
}

/** Returns the last conversation of a task. @returns null when there is none or its agent cannot continue conversations */
const lastConversation = ({ deps, state }: RunContext, { id, agent }: RunTaskRecord): LastConversation | null =>
  deps.agents.get(agent)?.canResume ? state.conversations.lastOf(id) : null
