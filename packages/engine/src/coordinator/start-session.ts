import { randomUUID } from 'node:crypto'

import { NO_METRICS, type RunTaskRecord } from '../domain/records.ts'
import type { SessionKind } from '../domain/statuses.ts'
import { SESSION_KINDS } from '../session-kinds/session-kinds.ts'
import { followSession } from './follow-session.ts'
import { orderFor } from './order-for.ts'
import { laneOf, type RunContext } from './run-context.ts'

/**
 * Begins a session for `task` from `startCommit`: it is stored, and only then offered (R1). @returns false when the run takes no session
 * any more; then nothing has happened
 */
export async function startSession(
  ctx: RunContext,
  kind: SessionKind,
  task: RunTaskRecord,
  startCommit: string,
): Promise<boolean> {
  const row = SESSION_KINDS[kind]
  const { id: runId, projectId } = ctx.state.run
  const slot = ctx.slots.take(laneOf(ctx, task))
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
  ctx.state.apply(begun.task)
  const begin = { is: 'anew', ...(await row.prepare(ctx, begun)) } as const
  followSession(ctx, begun, orderFor(ctx.place, ctx.state.run, begun, begin))
  return true
}
