import type { RunRecord, RunTaskRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'

/**
 * The run's branch compared with the record. `last`: the newest commit that the record knows of the branch.
 *
 * - `found`: the branch contains `last`. `own`: the branch's tip is a commit that this run has recorded.
 * - `deleted`: somebody deleted the branch; git still has `last`.
 * - `lost`: somebody deleted the branch, and git has removed `last` since.
 * - `moved`: somebody moved the branch to a commit that does not contain `last`.
 */
export type FoundTip =
  | { is: 'found'; tip: string; own: boolean }
  | { is: 'deleted'; last: string }
  | { is: 'lost'; last: string }
  | { is: 'moved'; tip: string; last: string }

type Run = Pick<RunRecord, 'number' | 'branch' | 'startCommit' | 'baseCommit'>

/** D1: git and the record both know what a run has merged. Says where the two differ, and changes nothing. */
export async function findTip(repository: Repository, run: Run, tasks: readonly RunTaskRecord[]): Promise<FoundTip> {
  const tip = await repository.resolve(run.branch)
  const last = await lastMerge(repository, newest(run.startCommit ?? run.baseCommit, tasks))
  if (tip === null) return { is: (await repository.resolve(last)) === null ? 'lost' : 'deleted', last }
  if (tip === last) return { is: 'found', tip, own: true }
  const contains = (await repository.resolve(last)) !== null && (await repository.isAncestor(last, tip))
  return contains ? { is: 'found', tip, own: false } : { is: 'moved', tip, last }
}

/** The newest merges of the record. Several where they were recorded in the same millisecond. */
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

/** A branch is one line of merges, so the last one contains the others. */
async function lastMerge(repository: Repository, [first, ...others]: readonly [string, ...string[]]): Promise<string> {
  let last = first
  for (const commit of others) if (await repository.isAncestor(last, commit)) last = commit
  return last
}
