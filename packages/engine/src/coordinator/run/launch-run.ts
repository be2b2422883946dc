import type { RunParts } from './open-run.ts'
import { RunSupervisor } from './run-supervisor.ts'

/** What this server carries out. */
export interface Launcher extends RunParts {
  /** By run id. */
  executors: Map<string, RunSupervisor>
}

/** Takes a stored run into execution, from where it stands. It leaves `executors` when it has ended or the server stops. */
export async function launchRun(deps: Launcher, runId: string): Promise<void> {
  const supervisor = new RunSupervisor(deps, runId)
  deps.executors.set(runId, supervisor)
  void supervisor.done.then(() => deps.executors.delete(runId))
  await supervisor.begun
}
