import type { RunRecord } from '../domain/records.ts'
import type { UntrustedProgram } from '../domain/trusted-programs.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import { recordUntrustedPrograms } from '../lifecycle/untrusted-programs.ts'
import type { Repository } from '../ports/git.ts'
import type { ExecutionDeps } from './run-context.ts'

/**
 * I2: tells, once a run, of each program in the repository's config that the project does not trust. `begun`: the attempt at whose
 * end it is found; null at the run's start.
 */
export async function reportPrograms(
  deps: ExecutionDeps,
  repository: Repository,
  run: RunRecord,
  begun: Begun | null,
): Promise<readonly UntrustedProgram[]> {
  const found = await repository.untrustedPrograms()
  if (found.length > 0) {
    deps.log.warn({ runId: run.id, task: begun?.task.key, keys: found.map(({ key }) => key) }, 'untrusted programs')
    await recordUntrustedPrograms(deps, run, begun, found)
  }
  return found
}
