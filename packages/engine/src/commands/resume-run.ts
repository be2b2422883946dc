import type { RunRecord } from '../domain/records.ts'
import { resumeRun as resume } from '../lifecycle/run-control.ts'
import type { CommandDeps } from './command-deps.ts'
import { runNotActive } from './run-not-active.ts'

/** Continues a paused run: waiting tasks may start again (S7). */
export async function resumeRun(deps: CommandDeps, runId: string): Promise<RunRecord> {
  const resumed = await resume(deps, runId)
  if (!resumed) throw await runNotActive(deps, runId, 'resume', () => 'is not paused')
  return resumed
}
