import type { AttemptReport } from '../domain/attempt-report.ts'
import { providerOf } from '../domain/provider.ts'
import type { RunTaskRecord } from '../domain/records.ts'
import { sessionNow } from '../lifecycle/record-now.ts'
import { metricsOf } from '../session-kinds/session-ending.ts'
import { SESSION_KINDS } from '../session-kinds/session-kinds.ts'
import type { LiveSession } from './live-session.ts'
import { fenceOf } from './news-of.ts'
import { recordPrograms } from './record-programs.ts'
import type { RunContext } from './run-context.ts'

/**
 * Nothing of the session is alive, and what it left is committed (D5). The record learns what became of it, and only then its working
 * tree is given back.
 */
export async function settleSession(
  ctx: RunContext,
  { begun, order }: LiveSession,
  report: AttemptReport,
): Promise<void> {
  const { task, session } = begun
  await tellFindings(ctx, begun, report)
  const settled = await SESSION_KINDS[session.kind].settle(ctx, begun, report.end, report.left)
  ctx.deps.reach('attempt.settled')
  ctx.state.addCost(task.id, (metricsOf(report.end) ?? begun.session.metrics).costMicroUsd)
  if (settled) await spreadHold(ctx, settled)
  if (!ctx.state.apply(settled))
    throw new Error(`somebody else settled a session: ${await sessionNow(ctx.deps.store, session.id)}`)
  if (report.left.is !== 'stranded') ctx.slots.free(order.slot)
  await ctx.deps.dispatch.acknowledge(fenceOf(order))
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

async function tellFindings(ctx: RunContext, begun: LiveSession['begun'], report: AttemptReport): Promise<void> {
  const { checkoutChange, withheld, untrustedPrograms } = report
  const where = { runId: begun.task.runId, task: begun.task.key, session: begun.session.number }
  if (checkoutChange !== null) ctx.deps.log.warn(where, checkoutChange)
  if (withheld.length > 0) ctx.deps.log.info({ ...where, withheld }, 'lent paths were taken out of its commits')
  await recordPrograms(ctx.deps, ctx.state.run, begun, untrustedPrograms)
}
