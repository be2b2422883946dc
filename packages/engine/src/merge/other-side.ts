import type { RunTaskRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'

/** What the merge of a task changed in one file. The numbers of lines are null for a binary file. */
export interface MergedChange {
  task: RunTaskRecord
  path: string
  commit: string
  added: number | null
  removed: number | null
}

/**
 * Finds the other side of a conflict (D4): the changes that merged tasks made to the given files and that the work does not contain.
 *
 * @param work the commit of the task in conflict. When it is null, all merged tasks count
 * @returns the changes in the order of `tasks`. It is empty when something other than a task of the run changed the files
 */
export async function otherSide(
  repository: Repository,
  tasks: readonly RunTaskRecord[],
  work: string | null,
  files: readonly string[],
): Promise<MergedChange[]> {
  const merged = tasks.flatMap((task) => (task.commit === null ? [] : [{ task, commit: task.commit }]))
  const paths = await repository.changedPaths(merged.map(({ commit }) => commit))
  const touching = merged.filter(({ commit }) => paths.get(commit)?.some((path) => files.includes(path)))
  const changes = touching.map(async ({ task, commit }) => {
    if (work !== null && (await repository.isAncestor(commit, work))) return []
    const before = await repository.firstParent(commit)
    const changed = before === null ? [] : await repository.diffStat(before, commit)
    return changed.filter(({ path }) => files.includes(path)).map((change) => ({ task, commit, ...change }))
  })
  return (await Promise.all(changes)).flat()
}
