import { shortRef } from '../../domain/naming.ts'
import type { RunRecord } from '../../domain/records.ts'
import { recordStart, tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { findTip } from '../../merge/find-tip.ts'
import { type PreparedStart, prepareStart } from '../../merge/prepare-start.ts'
import { keepTip, restoredTip, restoreTip } from '../../merge/restore-tip.ts'
import type { RunContext } from './run-context.ts'

/** Moves the run's branch to a verified start commit (P5, D3). If an earlier server has recorded the start, it is only read. */
export async function prepareRun(ctx: RunContext): Promise<PreparedStart> {
  const { run } = ctx.state
  if (run.startCommit) return resumed(ctx, run.startCommit)
  await makeBranch(ctx)
  const carried = await Promise.all(run.carriedRunIds.map((id) => ctx.deps.store.run(id)))
  for (const earlier of carried) if (earlier !== null) await restoreBranch(ctx, earlier)
  const start = await prepareStart(
    ctx.repository,
    ctx.verifier,
    run,
    carried.filter((earlier) => earlier !== null),
    ctx.abort,
  )
  if (!start.ok) return start
  ctx.deps.reach('prepare.verified')
  ctx.red = start.red
  await moveBranch(ctx, start.commit)
  ctx.deps.reach('prepare.branch-moved')
  ctx.state.applyRun(await recordStart(ctx.deps, run, start.commit))
  ctx.deps.reach('prepare.recorded')
  return start
}

/** Creates the branch of an earlier run again if it was deleted, because the work of that run is carried in (P5). */
async function restoreBranch({ deps, repository, state }: RunContext, earlier: RunRecord): Promise<void> {
  if ((await repository.resolve(earlier.branch)) !== null) return
  const found = await findTip(repository, earlier, await deps.store.runTasks(earlier.id))
  if (found.is !== 'deleted' || !(await restoreTip(repository, earlier, found.last))) return
  deps.log.warn({ runId: earlier.id }, restoredTip(earlier, found.last))
  state.applyRun(await tellOfRun(deps, state.run.id, restoredTip(earlier, found.last)))
}

/** Moves the run's branch to `commit`. If somebody has put other commits on the branch, they are kept on another ref. */
async function moveBranch({ repository, state: { run } }: RunContext, commit: string): Promise<void> {
  const tip = await repository.resolve(run.branch)
  if (tip === commit) return
  if (tip !== null && !(await repository.isAncestor(tip, commit))) await keepTip(repository, run, tip)
  if (!(await repository.updateRef(run.branch, commit, tip)))
    throw new Error(`${shortRef(run.branch)} moved while the run began`)
}

/** Creates the run's branch. It is missing when an earlier server ended after it stored the run and before it created the branch. */
async function makeBranch({ repository, deps, state: { run } }: RunContext): Promise<void> {
  if ((await repository.resolve(run.branch)) !== null) return
  await repository.updateRef(run.branch, run.baseCommit, null)
  deps.reach('start.branch-made')
}

/** Continues after a restart. With `redBase: allow` the tip is verified again, because it is not stored whether the tip is red (D3). */
async function resumed(ctx: RunContext, commit: string): Promise<PreparedStart> {
  if (ctx.verifier.isNeeded && ctx.state.run.settings.redBase === 'allow') {
    ctx.red = (await ctx.verifier.verify(await ctx.tip(), ctx.abort)).is === 'refused'
  }
  return { ok: true, commit, red: ctx.red }
}
