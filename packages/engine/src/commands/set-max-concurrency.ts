import type { RunRecord } from '../domain/records.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { assertConcurrency } from '../domain/run-options.ts'
import { changeMaxConcurrency } from '../lifecycle/run-control.ts'
import type { CommandDeps } from './command-deps.ts'
import { runNotActive } from './run-not-active.ts'

/** Changes how many agents of an active run may run at the same time. A lower limit ends no session. */
export async function setMaxConcurrency(
  deps: CommandDeps,
  { runId, maxConcurrency }: { runId: string; maxConcurrency: number },
): Promise<RunRecord> {
  assertConcurrency(maxConcurrency)
  const run = await deps.store.run(runId)
  if (run?.mode === 'SEQUENTIAL' && maxConcurrency !== 1) {
    const message = 'A sequential run carries out one task at a time. To run several at once, start a parallel run.'
    throw new InvalidInput([{ path: 'maxConcurrency', message }])
  }
  const changed = await changeMaxConcurrency(deps, runId, maxConcurrency)
  if (!changed) throw await runNotActive(deps, runId, 'change', ({ status }) => `is ${status}`)
  return changed
}
