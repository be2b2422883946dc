import type { RunPlace } from '../../domain/attempt-order.ts'
import type { RunRecord } from '../../domain/records.ts'
import { isRunEnded } from '../../domain/statuses.ts'
import type { OverRun, RunFolder } from '../../ports/dispatch.ts'
import type { ExecutionDeps } from '../run/run-context.ts'
import { RunState } from '../run/run-state.ts'
import { placeOf } from '../sessions/order-for.ts'
import { isUncollected, takeUpOrder } from '../sessions/take-up-sessions.ts'

type Deps = Pick<ExecutionDeps, 'store' | 'sessionKinds' | 'dispatch' | 'log'>

/** Excludes runs with a requested delivery, because the delivery runs verify in the run's folder. */
const isNotInDelivery = ({ deliveryRequestedAt }: RunRecord): boolean => deliveryRequestedAt === null

/**
 * Tidies up after runs whose repository or data folder could not be used when they ended: it ends their agents, commits their work and
 * removes their worktrees. It never rejects. When it fails for a run, the next run of the project and the next start of the server try
 * again.
 *
 * @param projectId null for the runs of all projects
 * @param isDue says whether to tidy up after an ended run
 */
export async function giveBack(
  deps: Deps,
  projectId: string | null,
  isDue: (run: RunRecord) => boolean = isNotInDelivery,
): Promise<void> {
  const { dispatch, log } = deps
  try {
    for (const folder of await dispatch.leftovers())
      if (projectId === null || folder.projectId === projectId) await giveBackRun(deps, folder, isDue)
  } catch (err) {
    log.warn({ projectId, err }, 'the folders of ended runs could not be read; the next run tries again')
  }
}

async function giveBackRun(deps: Deps, folder: RunFolder, isDue: (run: RunRecord) => boolean) {
  const { store, dispatch, log } = deps
  const project = await store.project(folder.projectId)
  const run = project && (await store.runs(project.id)).find(({ number }) => number === folder.run)
  if (!project || !run || !isRunEnded(run.status) || !isDue(run)) return
  try {
    await dispatch.tidy(await overRun(deps, placeOf(project, run), run))
    log.info({ runId: run.id }, 'the worktrees of an ended run were removed')
  } catch (err) {
    log.warn({ runId: run.id, err }, 'the worktrees of an ended run could not be removed; the next run tries again')
  }
}

/** Returns what the dispatch needs to tidy up after an ended run. */
export async function overRun(
  { store, sessionKinds }: Pick<Deps, 'store' | 'sessionKinds'>,
  place: RunPlace,
  run: RunRecord,
): Promise<OverRun> {
  const lent = [...run.settings.copy, ...run.settings.link]
  const sessions = (await store.sessions(run.id)).filter(isUncollected)
  if (sessions.length === 0) return { place, lent, uncollected: [] }
  const state = await RunState.load(store, run)
  const uncollected = sessions.map((session) =>
    takeUpOrder(sessionKinds, place, run, { task: state.taskOf(session), session }),
  )
  return { place, lent, uncollected }
}
