import type { RunParts } from './open-run.ts'
import { RunSupervisor } from './run-supervisor.ts'

/** The parts of a server that carries out runs. */
export interface Launcher extends RunParts {
  /** The runs that this server carries out, by run id. */
  executors: Map<string, RunSupervisor>
}

/** Begins or continues to carry out a stored run. The run is in `executors` until it has ended or the server stops. */
export async function launchRun(deps: Launcher, runId: string): Promise<void> {
  const supervisor = new RunSupervisor(deps, runId)
  deps.executors.set(runId, supervisor)
  void supervisor.done.then(() => deps.executors.delete(runId))
  await supervisor.begun
}
