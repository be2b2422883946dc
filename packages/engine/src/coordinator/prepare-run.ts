import { recordStart } from '../lifecycle/run-lifecycle.ts'
import { type PreparedStart, prepareStart } from '../merge/prepare-start.ts'
import type { RunContext } from './run-context.ts'

/** Puts the run's branch on a verified start (P5, D3). Done once; after a restart it is taken up where it was. */
export async function prepareRun(ctx: RunContext): Promise<PreparedStart> {
  const { run } = ctx.state
  if (run.startCommit) return resumed(ctx, run.startCommit)
  await makeBranch(ctx)
  const carried = await Promise.all(run.carriedRunIds.map((id) => ctx.deps.store.run(id)))
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
  const tip = await ctx.tip()
  if (tip !== start.commit && !(await ctx.repository.updateRef(run.branch, start.commit, tip)))
    throw new Error(`${run.branch} was moved by somebody else`)
  ctx.deps.reach('prepare.branch-moved')
  ctx.state.applyRun(await recordStart(ctx.deps, run, start.commit))
  ctx.deps.reach('prepare.recorded')
  return start
}

/** Where a server died between the record of the run and its branch. */
async function makeBranch({ repository, deps, state: { run } }: RunContext): Promise<void> {
  if ((await repository.resolve(run.branch)) !== null) return
  await repository.updateRef(run.branch, run.baseCommit, null)
  deps.reach('start.branch-made')
}

/** D3, `redBase: allow`: whether the tip is red is not stored, so it is found out again. */
async function resumed(ctx: RunContext, commit: string): Promise<PreparedStart> {
  if (ctx.verifier.isNeeded && ctx.state.run.settings.redBase === 'allow') {
    ctx.red = (await ctx.verifier.verify(await ctx.tip(), ctx.abort)).is === 'refused'
  }
  return { ok: true, commit, red: ctx.red }
}
