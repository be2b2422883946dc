import type { RunTaskRecord } from '../../domain/records.ts'
import type { RunView } from '../run-view.ts'

/** Returns the commits of the merged work of all dependencies of a task. */
export const mergedDependencies = ({ state }: RunView, { dependsOn }: RunTaskRecord): string[] =>
  dependsOn.map(({ key }) => state.task(key).commit).filter((commit) => commit !== null)

/** Checks that the start commit contains the merged work of all dependencies of the task (S3). @returns the commits of that work */
export async function provenDependencies(ctx: RunView, task: RunTaskRecord, startCommit: string): Promise<string[]> {
  const commits = mergedDependencies(ctx, task)
  for (const commit of commits) {
    if (!(await ctx.repository.isAncestor(commit, startCommit)))
      throw new Error(`${task.key} would start from ${startCommit}, which lacks the merged dependency ${commit}`)
  }
  return commits
}
