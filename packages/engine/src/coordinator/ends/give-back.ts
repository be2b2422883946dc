import type { RunPlace } from '../../domain/attempt-order.ts'
import type { RunRecord } from '../../domain/records.ts'
import { isRunEnded } from '../../domain/statuses.ts'
import type { OverRun, RunFolder } from '../../ports/dispatch.ts'
import type { ExecutionDeps } from '../run/run-context.ts'
import { RunState } from '../run/run-state.ts'
import { placeOf } from '../sessions/order-for.ts'
import { takeUpOrder } from '../sessions/take-up-sessions.ts'

type Deps = Pick<ExecutionDeps, 'store' | 'sessionKinds' | 'dispatch' | 'log'>

/** Returns whether no delivery by hand of the run is requested. Such a delivery verifies in the run's folder, which must then stay. */
const isNotInDelivery = ({ deliveryRequestedAt }: RunRecord): boolean => deliveryRequestedAt === null

/**
 * Ends the agents and removes the worktrees that ended runs have left. A run leaves them when its repository or its data folder could not
 * be reached at its end. The function never rejects: the next run of the project and the next start of the server try again.
 * @param projectId null for the runs of all projects
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
    log.warn({ projectId, err }, 'agents and worktrees of ended runs could not be removed')
  }
}

async function giveBackRun(deps: Deps, folder: RunFolder, isDue: (run: RunRecord) => boolean) {
  const { store, dispatch, log } = deps
  const project = await store.project(folder.projectId)
  const run = project && (await store.runs(project.id)).find(({ number }) => number === folder.run)
  if (!project || !run || !isRunEnded(run.status) || !isDue(run)) return
  try {
    await dispatch.tidy(await overRun(deps, placeOf(project, run), run))
    log.info({ runId: run.id }, 'agents and worktrees of an ended run were removed')
  } catch (err) {
    log.warn({ runId: run.id, err }, 'agents and worktrees of an ended run could not be removed')
  }
}

/** Returns what the dispatch needs to tidy up an ended run. A session without a commit counts as uncollected: its work may be uncommitted. */
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
