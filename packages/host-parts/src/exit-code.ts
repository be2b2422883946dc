import { EXIT_INTERRUPTED } from '@coppice/engine/domain/host-contract'
import type { Ending } from './ending.ts'

/**
 * Returns the exit code of the host. It is 0 only when the work is done, because the work of an agent that exits with 0 is merged (S3).
 *
 * @param isCancelled whether a person asked the host to end
 */
export function exitCodeOf({ is }: Ending, isCancelled: boolean): number {
  if (is === 'done') return 0
  return is === 'stopped' && !isCancelled ? EXIT_INTERRUPTED : 1
}
