import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import type { LoggedCommit } from './parse-trailers.ts'

/**
 * Leaves out the commits that only the work of a task brought. An agent may make a merge or an empty commit with the trailers of another task,
 * and that finishes no task (P5: only Coppice's own commit does). Every other merge counts with all that it brought: that of a person, of a
 * pull request, or of a run whose work was carried in.
 *
 * @param range the revisions from which `finishing` was read
 * @param finishing the commits that look as if they finish a task, newest first
 */
export async function withoutWork(
  git: GitExec,
  place: GitPlace,
  range: readonly string[],
  finishing: readonly LoggedCommit[],
): Promise<readonly LoggedCommit[]> {
  const oldest = finishing.at(-1)?.parents[0]
  const merges = new Set(finishing.filter(isMergeOfSession).map(({ commit }) => commit))
  if (oldest === undefined || merges.size === 0 || finishing.length < 2) return finishing
  // No commit of `finishing` is in the history of the oldest one's parent, because the order is topological.
  const listed = await git.text(place, ['rev-list', '--parents', ...range, `^${oldest}`, '--'])
  const parents = new Map(listed.split('\n').map((line) => parentsIn(line, merges)))
  const reached = reachable(range[0] ?? '', parents)
  return finishing.filter(({ commit }) => reached.has(commit))
}

/**
 * Says whether Coppice merged the work of a session with this commit. A person may quote trailers in a merge: such a message has those of several
 * commits. The work that a person made (D4) has no session, and it counts like any other merge of a person.
 */
const isMergeOfSession = ({ parents, project, run, session, isRepeated }: LoggedCommit): boolean =>
  parents.length === 2 && project !== null && run !== null && session !== null && !isRepeated

/** Parses a line of `rev-list --parents`. A merge of a session keeps only its first parent: the others are the work. */
function parentsIn(line: string, merges: ReadonlySet<string>): [commit: string, parents: string[]] {
  const [commit = '', ...parents] = line.split(' ')
  return [commit, merges.has(commit) ? parents.slice(0, 1) : parents]
}

function reachable(tip: string, parents: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set([tip])
  for (const commit of reached) for (const parent of parents.get(commit) ?? []) reached.add(parent)
  return reached
}
