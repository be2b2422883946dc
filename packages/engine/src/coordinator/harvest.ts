import { existsSync } from 'node:fs'
import type { AttemptEnd, AttemptLeft } from '../domain/attempt-report.ts'
import { shortRef, workBranch } from '../domain/naming.ts'
import type { Failure } from '../domain/records.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import { persevere } from '../merge/persevere.ts'
import type { Worktree } from '../ports/git.ts'
import { SESSION_KINDS } from '../session-kinds/session-kinds.ts'
import { tearDownWorktree } from '../worktrees/equip-worktree.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import type { RunContext } from './run-context.ts'

/** Commits what the session left in its worktree (D5). Nothing of it is alive by now. */
export async function harvest(ctx: RunContext, begun: Begun, lease: Lease, end: AttemptEnd): Promise<AttemptLeft> {
  const { session } = begun
  const { worktree } = lease
  if (!worktree) return { is: 'kept', tip: session.startCommit, unresolved: [], teardown: null }
  if (!existsSync(worktree.path)) return removed(ctx, begun)
  const torn = end.is === 'ended' ? await tearDownWorktree(ctx.equipment, lease.path, ctx.abort) : { ok: true as const }
  ctx.deps.reach('attempt.torn-down')
  const teardown = torn.ok || torn.aborted ? null : torn.failure
  return persevere(
    ctx.deps,
    ctx.abort,
    () => commit(ctx, begun, worktree, teardown),
    ({ is }) => is === 'stranded' && end.is === 'ended',
  )
}

async function commit(
  ctx: RunContext,
  begun: Begun,
  worktree: Worktree,
  teardown: Failure | null,
): Promise<AttemptLeft> {
  const { session, task } = begun
  const { copy, link } = ctx.state.run.settings
  try {
    const { merge } = await SESSION_KINDS[session.kind].tree(ctx, begun)
    const unresolved = merge ? await worktree.unresolved(merge.conflictFiles) : []
    const committed = await worktree.commitAll(SESSION_KINDS[session.kind].commitMessage(task), [...copy, ...link])
    ctx.deps.reach('attempt.committed')
    const tip = await withoutLent(ctx, begun, worktree, committed)
    return { is: 'kept', tip, unresolved, teardown }
  } catch (error) {
    const reason = `Coppice could not commit what the agent left; it stays in ${worktree.path}, and no attempt was used up. ${(error as Error).message}`
    ctx.deps.log.error({ runId: task.runId, task: task.key, err: error }, reason)
    return { is: 'stranded', failure: { class: 'coppice', reason, output: '' } }
  }
}

/** I5: copied and linked paths are never committed, by no one. */
async function withoutLent(ctx: RunContext, { session }: Begun, worktree: Worktree, committed: string) {
  const { copy, link, setup } = ctx.state.run.settings
  if (committed === session.startCommit || [...copy, ...link, ...setup].length === 0) return committed
  const since = [session.startCommit, await ctx.tip()]
  const { tip, paths } = await worktree.withholdLent(committed, since, [...copy, ...link])
  if (paths.length > 0) await ctx.deps.hosts.notice(session.id, withheldNotice(paths))
  return tip
}

async function removed(ctx: RunContext, { session, task }: Begun): Promise<AttemptLeft> {
  const branch = workBranch(ctx.state.run.number, task.key)
  const tip = (await ctx.repository.resolve(branch)) ?? session.startCommit
  const reason = `the agent removed the worktree that it was given; what it had committed is on ${shortRef(branch)}`
  return { is: 'removed', tip, failure: { class: 'work', reason, output: '' } }
}

const withheldNotice = (paths: readonly string[]): string =>
  `${paths.join(', ')}: only lent to the worktree, so taken out of the commits that held it. All else in them stays.`
