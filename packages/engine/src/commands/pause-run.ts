import type { RunRecord } from '../domain/records.ts'
import { pauseRun as pause } from '../lifecycle/run-control.ts'
import type { CommandDeps } from './command-deps.ts'
import { runNotActive } from './run-not-active.ts'

/** Pauses a run, also across restarts. Running agents finish and their work is merged, but no session starts (S7). */
export async function pauseRun(deps: CommandDeps, runId: string): Promise<RunRecord> {
  const paused = await pause(deps, runId)
  if (!paused) throw await runNotActive(deps, runId, 'pause', () => 'is already paused')
  return paused
}
