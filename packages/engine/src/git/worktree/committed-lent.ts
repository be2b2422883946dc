import { isEverChanged } from '../history/is-ever-changed.ts'
import { assertObjectId } from '../refs/object-id.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { lentPaths } from './lent-paths.ts'

/** Returns the first lent path that a commit after `since` up to `tip` changed (I5). @returns null when there is none */
export async function committedLent(
  { git, plumbing }: RepositoryContext,
  since: string,
  tip: string,
  given: readonly string[],
): Promise<string | null> {
  for (const commit of [since, tip]) assertObjectId(commit)
  for (const path of lentPaths(given)) if (await isEverChanged(git, plumbing, [tip, `^${since}`], [path])) return path
  return null
}
