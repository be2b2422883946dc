import type { RunParts } from './open-run.ts'
import { RunSupervisor } from './run-supervisor.ts'

/** All that is needed to carry out runs, and the runs that this server carries out now. */
export interface Launcher extends RunParts {
  /** The key is the id of the run. */
  executors: Map<string, RunSupervisor>
}

/**
 * Begins to carry out a run, or continues with one that an earlier server began. The run is in `executors` until it has ended or the
 * server stops.
 *
 * @returns when the run is active, or when the first try to begin has failed
 */
export async function launchRun(deps: Launcher, runId: string): Promise<void> {
  const supervisor = new RunSupervisor(deps, runId)
  deps.executors.set(runId, supervisor)
  void supervisor.done.then(() => deps.executors.delete(runId))
  await supervisor.begun
}
