import type { RunTaskRecord } from '../../domain/records.ts'
import type { TrailedCommit } from '../../ports/git.ts'

/**
 * Finds the merge of a task's finished work. The trailers alone do not prove a merge, because an agent may copy them from another merge. So
 * the second parent must be the task's work. A task without a change has no second parent (D1).
 *
 * @param merges the merges of the task's run, newest first
 * @returns the commit, or null when the work is not merged
 */
export function mergeOfTask(
  { key, noChange, workCommit }: Pick<RunTaskRecord, 'key' | 'noChange' | 'workCommit'>,
  merges: readonly Pick<TrailedCommit, 'commit' | 'parents' | 'task'>[],
): string | null {
  const work = noChange ? null : workCommit
  const found = merges.find(({ task, parents: [, second = null] }) => task === key && second === work)
  return found?.commit ?? null
}
