import type { RunRecord } from '../../domain/records.ts'
import type { UntrustedProgram } from '../../domain/trusted-programs.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import { recordUntrustedPrograms } from '../../lifecycle/untrusted-programs.ts'
import type { ExecutionDeps } from './run-context.ts'

/**
 * I2: tells, once a run, of each program in the repository's config that the project does not trust. `begun`: the attempt at whose
 * end they were found; null at the start of the run.
 */
export async function recordPrograms(
  deps: ExecutionDeps,
  run: RunRecord,
  begun: Begun | null,
  found: readonly UntrustedProgram[],
): Promise<void> {
  if (found.length === 0) return
  deps.log.warn({ runId: run.id, task: begun?.task.key, keys: found.map(({ key }) => key) }, 'untrusted programs')
  await recordUntrustedPrograms(deps, run, begun, found)
}
