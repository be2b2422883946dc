import type { ProjectRecord, RunRecord } from '../domain/records.ts'
import { recordHalt, recordResumption } from '../lifecycle/run-lifecycle.ts'
import type { Git, Repository } from '../ports/git.ts'
import { reportPrograms } from './report-programs.ts'
import type { ExecutionDeps } from './run-context.ts'
import { RunExecutor } from './run-executor.ts'
import { RunState } from './run-state.ts'

/** What this server carries out. */
export interface Launcher extends ExecutionDeps {
  git: Git
  executors: Map<string, RunExecutor>
}

/** Takes a stored run into execution, from where it stands; it leaves `executors` when it has ended. */
export async function launchRun(deps: Launcher, runId: string): Promise<void> {
  const stored = await deps.store.run(runId)
  const project = stored && (await deps.store.project(stored.projectId))
  if (!stored || !project) throw new Error(`run ${runId} is not in the record`)
  const run = await withoutHalt(deps, stored)
  try {
    const repository = await openTrusting(deps, project)
    await reportPrograms(deps, repository, run, null)
    const executor = new RunExecutor(deps, project, repository, await RunState.load(deps.store, run))
    deps.executors.set(run.id, executor)
    executor.done.then(
      () => deps.executors.delete(run.id),
      (error) => halted(deps, run, error),
    )
  } catch (error) {
    await halted(deps, run, error)
  }
}

/** A project of an older version has nothing remembered: what its config names now is taken, as every run did then. */
async function openTrusting(deps: Launcher, project: ProjectRecord): Promise<Repository> {
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms)
  if (project.trustedPrograms !== null) return repository
  const trustedPrograms = await repository.programs()
  await deps.store.transaction((tx) => tx.updateProject(project.id, { trustedPrograms }))
  return repository
}

/** A RUNNING run has a reason only where it had halted. */
async function withoutHalt(deps: Launcher, run: RunRecord): Promise<RunRecord> {
  if (run.status !== 'RUNNING' || run.statusReason === null) return run
  return (await recordResumption(deps, run)) ?? run
}

/** A run that cannot go on says so; nothing of it is lost, and the next start takes it up again. */
async function halted(deps: Launcher, run: RunRecord, error: unknown): Promise<void> {
  deps.executors.delete(run.id)
  deps.log.error({ runId: run.id, err: error }, 'the run has halted')
  const reason = `halted: ${(error as Error).message}. Nothing is lost; restart Coppice to go on.`
  await recordHalt(deps, run.id, reason).catch((failure) =>
    deps.log.error({ runId: run.id, err: failure }, 'the halt could not be recorded'),
  )
}
