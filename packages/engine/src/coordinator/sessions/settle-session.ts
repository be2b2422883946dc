import type { AttemptEnd, AttemptReport, LeftBehind } from '../../domain/attempt-report.ts'
import type { RunTaskRecord } from '../../domain/records.ts'
import { sessionNow } from '../../lifecycle/record-now.ts'
import { tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { rowOf } from '../../session-kinds/session-kinds.ts'
import { recordPrograms } from '../run/record-programs.ts'
import type { RunContext } from '../run/run-context.ts'
import type { LiveSession } from './live-session.ts'
import { fenceOf } from './news-of.ts'
import { shownBy } from './shown-by.ts'

/**
 * Records the end of a session. No process of the session is alive, and the conductor has committed its work (D5). The slot is free for
 * another session only after the end is recorded.
 */
export async function settleSession(
  ctx: RunContext,
  { begun, order }: LiveSession,
  report: AttemptReport,
): Promise<void> {
  const { session } = begun
  await recordFindings(ctx, begun, report)
  // The events of this end contain the cost of the task, which includes this session.
  ctx.state.costs.put(session)
  const row = rowOf(ctx.deps.sessionKinds, session.kind)
  const shown = row.shown ? await row.shown(ctx, begun.task, session) : await shownBy(ctx, begun, report)
  const settled = await row.settle(ctx, { ...begun, shown }, report.end, report.left)
  ctx.deps.reach('attempt.settled')
  if (settled === null)
    throw new Error(`the end of a session was already recorded: ${await sessionNow(ctx.deps.store, session.id)}`)
  await spreadHold(ctx, session.provider, settled, report.end)
  const recorded = await ctx.deps.store.session(session.id)
  if (settled !== 'untouched') {
    if (hasFinishedWork(settled)) ctx.state.addFinished(recorded ?? session)
    ctx.state.apply(settled)
  }
  // Each kind of session decides what it records at the end.
  if (recorded) {
    ctx.state.money.close(recorded)
    if (ctx.deps.agents.get(session.agent)?.canResume) ctx.state.conversations.add(recorded)
  }
  ctx.live.delete(session.id)
  if (report.left.is !== 'stranded') ctx.slots.free(order.slot)
  await ctx.deps.dispatch.acknowledge(fenceOf(order))
}

/** Says whether the task has finished work. A task in the merge queue has finished work, unless it waits for a conflict session. */
const hasFinishedWork = ({ status, conflictFiles }: RunTaskRecord): boolean =>
  status === 'MERGING' && conflictFiles.length === 0

/** Reads the holds again if a session may have changed the hold of `provider`. The holds apply to all runs of this server (S5). */
async function spreadHold(
  ctx: RunContext,
  provider: string,
  settled: RunTaskRecord | 'untouched',
  end: AttemptEnd,
): Promise<void> {
  const { providerHolds } = ctx.deps
  const hasMetLimit = end.is === 'ended' && end.process.limit !== null
  if (!hasMetLimit && providerHolds.hold(provider) === null) return
  await providerHolds.reload()
  const hold = providerHolds.hold(provider)
  if (hold && settled !== 'untouched' && hold.until === settled.scheduledFor) ctx.state.markAnnounced(hold)
}

async function recordFindings(ctx: RunContext, begun: LiveSession['begun'], report: AttemptReport): Promise<void> {
  const { checkoutChange, withheld, leftBehind, hidden, untrustedPrograms, stuck = null } = report
  const where = { runId: begun.task.runId, task: begun.task.key, session: begun.session.number }
  if (checkoutChange !== null) ctx.deps.log.warn(where, checkoutChange)
  if (withheld.length > 0)
    ctx.deps.log.info({ ...where, withheld }, 'lent files were left out of the commits of the session')
  const left = leftBehind && leftBehindText(begun.task.key, leftBehind)
  const texts = [left, hidden, stuck].filter((text) => text !== null)
  for (const text of texts) ctx.deps.log.warn(where, text)
  if (texts.length > 0) ctx.state.applyRun(await tellOfRun(ctx.deps, begun.task.runId, texts.join('\n')))
  await recordPrograms(ctx.deps, ctx.state.run, begun, untrustedPrograms)
}

/** Returns a text for people about commits that an agent left outside of its work. */
export function leftBehindText(
  task: string,
  { ref, hasStash, folder, isLost, submoduleStashes = [] }: LeftBehind,
): string {
  const gone = isLost
    ? [`Somebody deleted the git directory of the agent of ${task}, so commits that only this directory had are lost.`]
    : []
  const stashes = submoduleStashes.map(
    (one) => `The agent of ${task} left a stash in a submodule. It is on ${one.ref} of ${one.gitDir}.`,
  )
  const lost = [...gone, ...stashes].join(' ')
  if (ref === null && folder === null) return lost
  const what = hasStash ? 'commits outside of its work, among them a stash' : 'commits outside of its work'
  const where = ref === null ? '' : ` They are on ${ref}.`
  const refused =
    folder === null ? '' : ` Git refused some of them, or Coppice could not read them all. They stay in ${folder}.`
  return `The agent of ${task} left ${what}.${where}${refused} ${lost}`.trimEnd()
}
