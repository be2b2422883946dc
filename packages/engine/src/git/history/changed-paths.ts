import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'

/**
 * Returns the paths that each commit changed compared to its first parent, with one git process for all commits.
 *
 * @returns an entry for each commit, also when it changed nothing
 */
export async function changedPaths(
  git: GitExec,
  place: GitPlace,
  commits: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  for (const commit of commits) assertObjectId(commit)
  if (commits.length === 0) return new Map()
  const how = ['--no-walk=unsorted', '--stdin', '--diff-merges=first-parent', '--name-only', '--no-renames']
  const args = ['log', '-z', '--format=tformat:%H', '--no-show-signature', '--no-ext-diff', '--no-textconv', ...how]
  const logged = await git.bytes(place, args, { input: `${commits.join('\n')}\n` })
  return parsePaths(logged.toString('utf8'), new Set(commits))
}

/** Parses ids of commits, each followed by paths. All are separated by NUL, and git adds a line break before the first path. */
function parsePaths(logged: string, commits: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  let paths: string[] = []
  for (const field of logged.split('\0')) {
    const text = field.replace(/^\n/, '')
    if (commits.has(text)) {
      paths = []
      found.set(text, paths)
    } else if (text !== '') paths.push(text)
  }
  return found
}
