import type { RunPlace } from '../../domain/attempt-order.ts'
import type { RunRecord } from '../../domain/records.ts'
import { isRunEnded } from '../../domain/statuses.ts'
import type { OverRun, RunFolder } from '../../ports/dispatch.ts'
import type { ExecutionDeps } from '../run/run-context.ts'
import { RunState } from '../run/run-state.ts'
import { placeOf } from '../sessions/order-for.ts'
import { takeUpOrder } from '../sessions/take-up-sessions.ts'

type Deps = Pick<ExecutionDeps, 'store' | 'sessionKinds' | 'dispatch' | 'log'>

/** A delivery by hand verifies in the folder of its run, so that run is left alone. */
const isNotInDelivery = ({ deliveryRequestedAt }: RunRecord): boolean => deliveryRequestedAt === null

/**
 * Ends the agents and gives back the worktrees that ended runs have left: runs whose repository or data folder could not be reached when
 * they ended. It never rejects: what stays is tried again by the next run of the project, and by the next start.
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
    log.warn({ projectId, err }, 'what ended runs have left could not be given back')
  }
}

async function giveBackRun(deps: Deps, folder: RunFolder, isDue: (run: RunRecord) => boolean) {
  const { store, dispatch, log } = deps
  const project = await store.project(folder.projectId)
  const run = project && (await store.runs(project.id)).find(({ number }) => number === folder.run)
  if (!project || !run || !isRunEnded(run.status) || !isDue(run)) return
  try {
    await dispatch.tidy(await overRun(deps, placeOf(project, run), run))
    log.info({ runId: run.id }, 'what an ended run had left is given back')
  } catch (err) {
    log.warn({ runId: run.id, err }, 'what an ended run has left stays')
  }
}

/** The run as the dispatch needs it to tidy up. A session that left no commit was not collected. */
export async function overRun(
  { store, sessionKinds }: Pick<Deps, 'store' | 'sessionKinds'>,
  place: RunPlace,
  run: RunRecord,
): Promise<OverRun> {
  const lent = [...run.settings.copy, ...run.settings.link]
  const sessions = (await store.sessions(run.id)).filter(
    ({ status, tipCommit }) => status !== 'RUNNING' && tipCommit === null,
  )
  if (sessions.length === 0) return { place, lent, uncollected: [] }
  const state = await RunState.load(store, run)
  const uncollected = sessions.map((session) =>
    takeUpOrder(sessionKinds, place, run, { task: state.taskOf(session), session }),
  )
  return { place, lent, uncollected }
}
