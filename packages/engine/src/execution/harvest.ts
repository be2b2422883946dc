import type { Failure } from '../domain/records.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import { tearDownWorktree } from '../worktrees/equip-worktree.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import type { RunContext } from './run-context.ts'
import type { SessionResult } from './session-result.ts'

/** What a session left. `stranded`: it could not be committed, so its worktree stays as it is and is handed to nobody. */
export type Harvest =
  | { is: 'kept'; tip: string; forbidden: readonly string[]; unresolved: readonly string[]; teardown: Failure | null }
  | { is: 'stranded'; failure: Failure }

/** Commits what the session left in its worktree (D5). Nothing of it is alive by now. */
export async function harvest(ctx: RunContext, begun: Begun, lease: Lease, result: SessionResult): Promise<Harvest> {
  const { session, task } = begun
  const none = { is: 'kept', tip: session.startCommit, forbidden: [], unresolved: [], teardown: null } as const
  if (!lease.worktree) return none
  try {
    const { copy, link } = ctx.state.run.settings
    const torn =
      result.is === 'ended' ? await tearDownWorktree(ctx.equipment, lease.path, ctx.abort) : { ok: true as const }
    ctx.deps.reach('attempt.torn-down')
    const unresolved = session.kind === 'CONFLICT' ? await lease.worktree.unresolved(task.conflictFiles) : []
    const tip = await lease.worktree.commitAll(commitMessage(begun), [...copy, ...link])
    ctx.deps.reach('attempt.committed')
    const forbidden = await lentPaths(ctx, session.startCommit, tip)
    return { is: 'kept', tip, forbidden, unresolved, teardown: torn.ok || torn.aborted ? null : torn.failure }
  } catch (error) {
    const reason = `its work could not be committed and stays in ${lease.path}: ${(error as Error).message}`
    ctx.deps.log.error({ runId: task.runId, task: task.key, err: error }, reason)
    return { is: 'stranded', failure: { class: 'infrastructure', reason, output: '' } }
  }
}

function commitMessage({ task, session }: Begun): string {
  const title = task.description.split('\n')[0]?.slice(0, 100) || task.key
  return session.kind === 'CONFLICT' ? `Resolve conflicts of ${task.key}\n` : `${title}\n`
}

/** I5: copied and linked paths are never committed, by no one. */
async function lentPaths(ctx: RunContext, startCommit: string, tip: string): Promise<string[]> {
  const lent = [...ctx.state.run.settings.copy, ...ctx.state.run.settings.link].map((path) => path.replace(/\/+$/, ''))
  if (lent.length === 0 || tip === startCommit) return []
  const changed = (await ctx.repository.diffStat(startCommit, tip)).map(({ path }) => path)
  return changed.filter((path) => lent.some((one) => path === one || path.startsWith(`${one}/`)))
}
