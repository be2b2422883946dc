import type { RunRecord } from '../domain/records.ts'
import { pauseRun as pause } from '../lifecycle/run-control.ts'
import type { CommandDeps } from './command-deps.ts'
import { runNotActive } from './run-not-active.ts'

/** S7: running agents finish and merge, but nothing new starts. A pause survives a restart. */
export async function pauseRun(deps: CommandDeps, runId: string): Promise<RunRecord> {
  const paused = await pause(deps, runId)
  if (!paused) throw await runNotActive(deps, runId, 'pause', () => 'is paused already')
  return paused
}
