import { newestWithWork } from '../merge/contained-work.ts'
import type { Repository, RevertingCommit, TrailedCommit } from '../ports/git.ts'

type Finishing = Pick<TrailedCommit, 'commit'>

/**
 * Finds the merges of tasks that a person reverted (P5). The message of a commit says what it reverts, in the words of `git revert`. This
 * is one merge of a task, or a larger merge. The revert of a larger merge reverts all merges of tasks that this merge added to the branch.
 * A revert that was reverted itself does not count. A revert that is part of the work of a task does not count either, because reverting
 * something was the purpose of that task.
 *
 * @param finishing the commits that finish tasks, newest first
 * @param tips the commits in whose history to search
 * @returns a map from the id of each reverted merge to the id of the commit that reverts it
 */
export async function revertedWork(
  repository: Repository,
  finishing: readonly Finishing[],
  tips: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const oldest = finishing.at(-1)
  if (!oldest) return found
  const since = await repository.firstParent(oldest.commit)
  const all = await repository.reverts(tips, since)
  for (const revert of all.filter((one) => isEffective(one, all))) {
    if (await isWork(repository, revert, tips)) continue
    for (const commit of await coveredBy(repository, revert, finishing, since)) found.set(commit, revert.commit)
  }
  return found
}

/**
 * Finds the commit by which a person reverted a copy of the work of a run: a squash merge of it, or the last commit of a rebase. Git would
 * merge the run's branch without a conflict, and that would undo what the person did.
 *
 * @param base the newest commit of the base branch
 * @param tip the newest commit of the run's work, which `base` does not contain
 * @returns the revert, or null when no copy is reverted, or when the base branch took the work again after that
 */
export async function revertOfCopy(repository: Repository, base: string, tip: string): Promise<string | null> {
  const all = await repository.reverts([base], tip)
  const effective = all.filter((one) => isEffective(one, all))
  const copy = effective.length === 0 ? null : await newestWithWork(repository, base, tip)
  if (copy === null) return null
  const revert = effective.find(({ reverted }) => reverted.some(({ commit }) => names(commit, copy)))
  return revert === undefined || (await isWork(repository, revert, [base])) ? null : revert.commit
}

const names = (id: string, commit: string): boolean => commit.startsWith(id)

function isEffective({ commit }: RevertingCommit, all: readonly RevertingCommit[]): boolean {
  const undone = all.filter((one) => one.commit !== commit && one.reverted.some((what) => names(what.commit, commit)))
  return !undone.some((one) => isEffective(one, all))
}

/**
 * Returns whether the revert is part of the work of a task. To find out, it looks at the oldest merge of a task whose history contains the
 * revert. If the first parent of this merge does not contain the revert, the merge brought the revert to the branch. Then the revert is
 * part of the work of this task.
 */
async function isWork(repository: Repository, { commit }: RevertingCommit, tips: readonly string[]): Promise<boolean> {
  for (const tip of tips) {
    const oldest = (await repository.trailers(tip, commit, 'descendants')).at(-1)
    if (oldest === undefined) continue
    const before = await repository.firstParent(oldest.commit)
    return before !== null && !(await repository.isAncestor(commit, before))
  }
  return false
}

async function coveredBy(
  repository: Repository,
  revert: RevertingCommit,
  finishing: readonly Finishing[],
  since: string | null,
): Promise<string[]> {
  const covered: Finishing[] = []
  for (const what of revert.reverted) {
    const direct = finishing.filter(({ commit }) => names(what.commit, commit))
    covered.push(...(direct.length > 0 ? direct : await addedBy(repository, what, finishing)))
  }
  if (covered.length === 0) return []
  // One git lists all merges before the revert. The undoing of a run with 1,000 tasks would ask git 1,000 times for them one by one.
  const before = new Set((await repository.trailers(revert.commit, since)).map(({ commit }) => commit))
  return covered.map(({ commit }) => commit).filter((commit) => before.has(commit))
}

/** Returns the merges of tasks that a larger merge added to its branch, for example the merge of a run's branch. */
async function addedBy(
  repository: Repository,
  { commit, since }: RevertingCommit['reverted'][number],
  finishing: readonly Finishing[],
): Promise<Finishing[]> {
  const [whole, before] =
    since === null ? [null, null] : [await known(repository, commit), await known(repository, since)]
  if (whole === null || before === null) return []
  const added = new Set((await repository.trailers(whole, before)).map((one) => one.commit))
  return finishing.filter((one) => added.has(one.commit))
}

const FULL_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

const known = async (repository: Repository, id: string): Promise<string | null> =>
  FULL_ID.test(id) ? repository.resolve(id) : null
