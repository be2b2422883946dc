import type { RunRecord } from '../domain/records.ts'
import { NotFound, RunNotActive } from '../domain/refusals.ts'
import { isRunEnded } from '../domain/statuses.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * Returns the error for a command that the state of its run does not allow.
 *
 * @param what the command as a verb, such as `pause`
 * @param ifActive returns the end of the sentence "Run 1 …" for an active run, such as `is not paused`
 */
export async function runNotActive(
  deps: CommandDeps,
  runId: string,
  what: string,
  ifActive: (run: RunRecord) => string,
): Promise<Error> {
  const run = await deps.store.run(runId)
  if (!run) return new NotFound('There is no run with this id.')
  return new RunNotActive(run.status, `Run ${run.number} ${whyNot(run, what, ifActive)}.`)
}

function whyNot(run: RunRecord, what: string, ifActive: (run: RunRecord) => string): string {
  if (run.status === 'CANCELLING') return 'is already being cancelled'
  if (isRunEnded(run.status)) return `is ${run.status}; there is nothing to ${what}`
  if (run.deliveryTarget !== null) return `is being delivered and ends by itself; there is nothing to ${what}`
  return ifActive(run)
}
