import type { RunRecord } from '../domain/records.ts'
import { NotFound, RunNotActive } from '../domain/refusals.ts'
import type { CommandDeps } from './command-deps.ts'

/** Explains why a run did not do what was asked. `but` ends the sentence when the run is active, such as `is not paused`. */
export async function runNotActive(
  deps: CommandDeps,
  runId: string,
  what: string,
  but: (run: RunRecord) => string,
): Promise<Error> {
  const run = await deps.store.run(runId)
  if (!run) return new NotFound('There is no such run.')
  return new RunNotActive(run.status, `Run ${run.number} ${whyNot(run, what, but)}.`)
}

function whyNot(run: RunRecord, what: string, but: (run: RunRecord) => string): string {
  if (run.status === 'CANCELLING') return 'is being cancelled already'
  if (run.deliveryTarget !== null) return `is being delivered and ends by itself; there is nothing to ${what}`
  return run.status === 'RUNNING' || run.status === 'PAUSED'
    ? but(run)
    : `is ${run.status}; there is nothing to ${what}`
}
