import type { PlannedRun } from '../documents/planned.ts'
import type { RunView } from './run-view.ts'

/** Returns the fields of a run that are set when it is created, as a part of its state. */
export function plannedRun(run: PlannedRun) {
  const { id, number, mode, strategy, isolation, maxConcurrency, branch, baseBranch, forecast, project } = run
  return {
    ...{ id, number, mode, strategy, isolation, maxConcurrency, branch, baseBranch },
    projectId: project.id,
    projectName: project.name,
    forecast: forecast?.wallMs ?? null,
    costForecast: forecast?.cost ?? null,
  } satisfies Partial<RunView>
}
