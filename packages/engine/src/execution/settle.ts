import { providerOf } from '../domain/provider.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import { harvest } from './harvest.ts'
import { providerLimit } from './provider-limit.ts'
import type { RunContext } from './run-context.ts'
import { metricsOf, type SessionResult } from './session-result.ts'
import { settleConflict } from './settle-conflict.ts'
import { settleWork } from './settle-work.ts'

/**
 * Nothing of the session is alive. What it left is committed (D5), then the record learns what became of it, and only then its
 * worktree is given back.
 */
export async function settleSession(ctx: RunContext, begun: Begun, lease: Lease, result: SessionResult): Promise<void> {
  await reportTripwire(ctx, begun)
  const harvested = await harvest(ctx, begun, lease, result)
  const settle = begun.session.kind === 'WORK' ? settleWork : settleConflict
  const settled = await settle(ctx, begun, result, harvested)
  ctx.deps.reach('attempt.settled')
  await heedLimit(ctx, begun, result)
  ctx.state.addCost(begun.task.id, metricsOf(result).costMicroUsd)
  if (!ctx.state.apply(settled)) throw new Error(`session ${begun.session.number} was settled by somebody else`)
  if (harvested.is === 'kept') await ctx.pool.release(lease)
  ctx.deps.reach('attempt.released')
}

/** S5: the record knows by now what it did to the provider's gate; all runs decide by it. */
async function heedLimit(ctx: RunContext, begun: Begun, result: SessionResult): Promise<void> {
  const provider = providerOf(begun.task)
  const isLimited = providerLimit(ctx, begun, result) !== null
  if (!isLimited && ctx.deps.gates.hold(provider) === null) return
  await ctx.deps.gates.reload()
  const hold = ctx.deps.gates.hold(provider)
  if (isLimited && hold) ctx.state.tellOf(hold)
}

async function reportTripwire(ctx: RunContext, begun: Begun): Promise<void> {
  const { task, session } = begun
  const found = await ctx.tripwire.check(`${task.key}-session-${session.number}`)
  if (!found) return
  ctx.deps.log.warn({ runId: task.runId, task: task.key, session: session.number }, found)
  await ctx.deps.harness.notice(session.id, found)
}
