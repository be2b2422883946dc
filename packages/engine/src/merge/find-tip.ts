import { pinOf } from '../domain/naming.ts'
import type { RunRecord, RunTaskRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'

/**
 * The result of a comparison of the run's branch in git with the database. `last` is the newest commit of the branch in the database, or in
 * the branch's pin, which may be one merge ahead.
 *
 * - `found`: the branch contains `last`. `own`: the branch's tip is a commit that this run has recorded.
 * - `deleted`: somebody deleted the branch, but git still has `last`.
 * - `lost`: somebody deleted the branch and its pin, and git no longer has `last`.
 * - `moved`: somebody moved the branch to a commit that does not contain `last`.
 */
export type FoundTip =
  | { is: 'found'; tip: string; own: boolean }
  | { is: 'deleted'; last: string }
  | { is: 'lost'; last: string }
  | { is: 'moved'; tip: string; last: string }

type Run = Pick<RunRecord, 'projectId' | 'number' | 'branch' | 'startCommit' | 'baseCommit'>

/** Compares the branch of a run in git with the database (D1). It changes nothing. */
export async function findTip(repository: Repository, run: Run, tasks: readonly RunTaskRecord[]): Promise<FoundTip> {
  const tip = await repository.resolve(run.branch)
  const last = await lastMerge(repository, newest(run.startCommit ?? run.baseCommit, tasks))
  if (tip === null) return deletedAt(repository, run, last)
  if (tip === last) return { is: 'found', tip, own: true }
  const contains = (await repository.resolve(last)) !== null && (await repository.isAncestor(last, tip))
  return contains ? { is: 'found', tip, own: false } : { is: 'moved', tip, last }
}

async function deletedAt(repository: Repository, { projectId, branch }: Run, last: string): Promise<FoundTip> {
  const pinned = await repository.resolve(pinOf(projectId, branch) ?? branch)
  if ((await repository.resolve(last)) === null) return { is: 'lost', last }
  const isAhead = pinned !== null && pinned !== last && (await repository.isAncestor(last, pinned))
  return { is: 'deleted', last: isAhead ? pinned : last }
}

/**
 * Returns the newest recorded merge, or all merges of the newest millisecond when there are several. @returns `start` when there is none
 */
function newest(start: string, tasks: readonly RunTaskRecord[]): readonly [string, ...string[]] {
  let at = Number.NEGATIVE_INFINITY
  let commits: string[] = []
  for (const { commit, finishedAt } of tasks) {
    if (commit === null || finishedAt === null || finishedAt < at) continue
    if (finishedAt > at) commits = []
    at = finishedAt
    commits.push(commit)
  }
  const [first = start, ...rest] = commits
  return [first, ...rest]
}

/** Returns the last of several merges on a branch. Each merge contains the earlier ones, so the last one contains the others. */
async function lastMerge(repository: Repository, [first, ...others]: readonly [string, ...string[]]): Promise<string> {
  let last = first
  for (const commit of others) if (await repository.isAncestor(last, commit)) last = commit
  return last
}
