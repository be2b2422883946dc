import { shortRef } from '../../domain/naming.ts'
import type { RunRecord } from '../../domain/records.ts'
import { recordStart, tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { namesOf } from '../../merge/failed-checks.ts'
import { findTip } from '../../merge/find-tip.ts'
import { type PreparedStart, prepareStart } from '../../merge/prepare-start.ts'
import { keepTip, restoredTip, restoreTip } from '../../merge/restore-tip.ts'
import type { RunContext } from './run-context.ts'

/**
 * Moves the run's branch to a verified start commit, which contains the undelivered work of earlier runs (P5, D3). When an earlier server
 * has done this already, the stored start commit is used.
 */
export async function prepareRun(ctx: RunContext): Promise<PreparedStart> {
  const { run } = ctx.state
  if (run.startCommit) return resumed(ctx, run.startCommit)
  await createBranch(ctx)
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
  if (start.red.size > 0) ctx.state.applyRun(await tellOfRun(ctx.deps, run.id, redStart([...start.red])))
  return start
}

const redStart = (checks: readonly string[]): string =>
  `verify already fails where the run starts: ${checks.join('; ')}. A merge may fail there too, but nowhere else.`

/** Creates the branch of an earlier run again if somebody deleted it, because this run carries in the work of the earlier run (P5). */
async function restoreBranch({ deps, repository, state }: RunContext, earlier: RunRecord): Promise<void> {
  if ((await repository.resolve(earlier.branch)) !== null) return
  const found = await findTip(repository, earlier, await deps.store.runTasks(earlier.id))
  if (found.is !== 'deleted' || !(await restoreTip(repository, earlier, found.last))) return
  deps.log.warn({ runId: earlier.id }, restoredTip(earlier, found.last))
  state.applyRun(await tellOfRun(deps, state.run.id, restoredTip(earlier, found.last)))
}

/** Moves the run's branch to its start commit. If the branch has commits that the run did not make, they are put on a kept ref first. */
async function moveBranch({ repository, state: { run } }: RunContext, commit: string): Promise<void> {
  const tip = await repository.resolve(run.branch)
  if (tip === commit) return
  if (tip !== null && !(await repository.isAncestor(tip, commit))) await keepTip(repository, run, tip)
  if (!(await repository.updateRef(run.branch, commit, tip)))
    throw new Error(`${shortRef(run.branch)} was moved by somebody else while the run began`)
}

/** Creates the run's branch if it is missing. It is missing when a server died after it stored the run and before it created the branch. */
async function createBranch({ repository, deps, state: { run } }: RunContext): Promise<void> {
  if ((await repository.resolve(run.branch)) !== null) return
  await repository.updateRef(run.branch, run.baseCommit, null)
  deps.reach('start.branch-made')
}

/**
 * Continues from the stored start commit. With the setting `redBase: allow` the tip is verified again, because the database does not record
 * which checks fail on the tip (D3).
 * @throws Error when verify cannot run. A tip whose failures are unknown must not count as green, so the supervisor tries again
 */
async function resumed(ctx: RunContext, commit: string): Promise<PreparedStart> {
  if (ctx.verifier.isNeeded && ctx.state.run.settings.redBase === 'allow') {
    const verdict = await ctx.verifier.verify(await ctx.tip(), ctx.abort, 'all')
    if (verdict.is === 'refused') ctx.red = namesOf(verdict.failed)
    if (verdict.is === 'broken' && ctx.intent === 'going') throw new Error(verdict.failure.reason)
  }
  return { ok: true, commit, red: ctx.red }
}
