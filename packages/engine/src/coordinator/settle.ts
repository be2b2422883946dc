import type { AttemptEnd } from '../domain/attempt-report.ts'
import { providerOf } from '../domain/provider.ts'
import type { RunTaskRecord } from '../domain/records.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import { sessionNow } from '../lifecycle/record-now.ts'
import { metricsOf } from '../session-kinds/session-ending.ts'
import { SESSION_KINDS } from '../session-kinds/session-kinds.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import { harvest } from './harvest.ts'
import { reportPrograms } from './report-programs.ts'
import type { RunContext } from './run-context.ts'

/**
 * Nothing of the session is alive. What it left is committed (D5), then the record learns what became of it, and only then its
 * worktree is given back.
 */
export async function settleSession(ctx: RunContext, begun: Begun, lease: Lease, end: AttemptEnd): Promise<void> {
  await reportTripwire(ctx, begun)
  const harvested = await harvest(ctx, begun, lease, end)
  const settled = await SESSION_KINDS[begun.session.kind].settle(ctx, begun, end, harvested)
  ctx.deps.reach('attempt.settled')
  ctx.state.addCost(begun.task.id, metricsOf(end).costMicroUsd)
  if (settled) await spreadHold(ctx, settled)
  if (!ctx.state.apply(settled))
    throw new Error(`somebody else settled a session: ${await sessionNow(ctx.deps.store, begun.session.id)}`)
  if (harvested.is !== 'stranded') await ctx.pool.release(lease)
  ctx.deps.reach('attempt.released')
}

/** S5: the record knows by now what the session did to its provider's gate; all runs decide by it. */
async function spreadHold(ctx: RunContext, settled: RunTaskRecord): Promise<void> {
  const { gates } = ctx.deps
  const provider = providerOf(settled)
  if (settled.scheduledFor === null && gates.hold(provider) === null) return
  await gates.reload()
  const hold = gates.hold(provider)
  if (hold && hold.until === settled.scheduledFor) ctx.state.tellOf(hold)
}

async function reportTripwire(ctx: RunContext, begun: Begun): Promise<void> {
  const { task, session } = begun
  const programs = await reportPrograms(ctx.deps, ctx.repository, ctx.state.run, begun)
  const found = await ctx.tripwire.check(`${task.key}-session-${session.number}`, programs)
  if (!found) return
  ctx.deps.log.warn({ runId: task.runId, task: task.key, session: session.number }, found)
  await ctx.deps.hosts.notice(session.id, found)
}
