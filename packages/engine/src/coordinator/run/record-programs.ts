import type { RunRecord } from '../../domain/records.ts'
import type { UntrustedProgram } from '../../domain/trusted-programs.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import { recordUntrustedPrograms } from '../../lifecycle/untrusted-programs.ts'
import type { ExecutionDeps } from './run-context.ts'

/**
 * Records the programs in the repository's config that the project does not trust (I2). Each program is recorded once per run.
 *
 * @param begun the session at whose end the programs were found, or null at the start of the run
 */
export async function recordPrograms(
  deps: ExecutionDeps,
  run: RunRecord,
  begun: Begun | null,
  found: readonly UntrustedProgram[],
): Promise<void> {
  if (found.length === 0) return
  const about = { runId: run.id, task: begun?.task.key, keys: found.map(({ key }) => key) }
  deps.log.warn(about, 'the config of the repository names programs that the project does not trust')
  await recordUntrustedPrograms(deps, run, begun, found)
}
