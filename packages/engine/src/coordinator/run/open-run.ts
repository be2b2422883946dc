import type { ModelHistory } from '../../domain/model-choice.ts'
import type { ProjectRecord, RunRecord } from '../../domain/records.ts'
import { isRunEnded } from '../../domain/statuses.ts'
import { recordResumption } from '../../lifecycle/run-lifecycle.ts'
import { isOfHalt } from '../../lifecycle/run-reason.ts'
import type { Git, Repository } from '../../ports/git.ts'
import { modelHistory } from '../decisions/model-history.ts'
import { recordPrograms } from './record-programs.ts'
import type { ExecutionDeps } from './run-context.ts'
import { RunState } from './run-state.ts'

export interface RunParts extends ExecutionDeps {
  git: Git
}

/** What an executor needs to begin. */
export interface OpenedRun {
  project: ProjectRecord
  repository: Repository
  state: RunState
  /** It stays the same until the run is opened again, so that the choices of models are stable (M3). */
  history: ModelHistory
}

/** Opens a stored run and its repository, so that this server can carry out the run. @returns null when the run has ended */
export async function openRun(deps: RunParts, runId: string): Promise<OpenedRun | null> {
  const stored = await deps.store.run(runId)
  const project = stored && (await deps.store.project(stored.projectId))
  if (!stored || !project) throw new Error(`the run ${runId} does not exist`)
  if (isRunEnded(stored.status)) return null
  const opened = await openTrusting(deps, project)
  await recordPrograms(deps, stored, null, await opened.repository.untrustedPrograms())
  const run = await clearHalt(deps, stored)
  const [state, history] = await Promise.all([RunState.load(deps.store, run), modelHistory(deps.store, project.id)])
  return { ...opened, state, history }
}

/**
 * Opens the repository with the programs that the project trusts. A project of an older version has no list of them. It then trusts the
 * programs that the repository's config names now, as that version did.
 */
async function openTrusting(deps: RunParts, project: ProjectRecord): Promise<Omit<OpenedRun, 'state' | 'history'>> {
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  if (project.trustedPrograms !== null) return { project, repository }
  const trustedPrograms = await repository.programs()
  await deps.store.transaction((tx) => tx.updateProject(project.id, { trustedPrograms }))
  return { project: { ...project, trustedPrograms }, repository }
}

/** Clears the reason of a run that a defect had stopped, because the run now continues. */
async function clearHalt(deps: RunParts, run: RunRecord): Promise<RunRecord> {
  return isOfHalt(run) ? ((await recordResumption(deps, run)) ?? run) : run
}
