import { randomUUID } from 'node:crypto'

import { NO_METRICS, type RunTaskRecord } from '../../domain/records.ts'
import { movesTask, type SessionKind } from '../../domain/statuses.ts'
import { rowOf } from '../../session-kinds/session-kinds.ts'
import { laneOf, type RunContext } from '../run/run-context.ts'
import { followSession } from './follow-session.ts'
import { orderFor } from './order-for.ts'

/**
 * Stores a session of `task` that starts from `startCommit`, and only then offers its order (R1).
 *
 * @returns false when the run no longer takes sessions. Then nothing is stored
 */
export async function startSession(
  ctx: RunContext,
  kind: SessionKind,
  task: RunTaskRecord,
  startCommit: string,
): Promise<boolean> {
  const row = rowOf(ctx.deps.sessionKinds, kind)
  const { id: runId, projectId } = ctx.state.run
  const slot = ctx.slots.take(movesTask(kind) ? laneOf(ctx, task) : null)
  const begun = await row.begin(ctx.deps, ctx, task, {
    id: randomUUID(),
    projectId,
    runId,
    runTaskId: task.id,
    kind,
    agent: task.agent,
    model: task.model,
    prompt: await row.brief(ctx, task),
    slot,
    startCommit,
    ...(await row.plan(ctx, task, startCommit)),
    metrics: NO_METRICS,
  })
  if (!begun) {
    ctx.slots.free(slot)
    return false
  }
  ctx.deps.reach(row.begun)
  if (movesTask(kind)) ctx.state.apply(begun.task)
  const begin = { is: 'anew', ...(await row.prepare(ctx, begun)) } as const
  const last = ctx.state.conversations.lastOf(task.id)
  const resume = last && row.resumes(last) ? { conversationId: last.conversationId, sessionId: last.sessionId } : null
  followSession(ctx, begun, orderFor(ctx.deps.sessionKinds, ctx.place, ctx.state.run, begun, begin, resume))
  return true
}
