import { branchRef, doneRef } from '../domain/naming.ts'
import type { ProjectRecord, RunRecord } from '../domain/records.ts'
import { InvalidRepository } from '../domain/refusals.ts'
import { undelivered } from '../domain/undelivered.ts'
import { findTip } from '../merge/find-tip.ts'
import { ofProject } from '../merge/of-project.ts'
import type { Repository, TrailedCommit } from '../ports/git.ts'
import type { ReadDeps } from './read-deps.ts'
import { revertedWork, revertOfCopy } from './reverted-work.ts'
import { rewrittenDeliveries } from './rewritten-deliveries.ts'

export interface DoneTasks {
  repository: Repository
  /** The commit of the base branch. */
  base: string
  /**
   * The runs with merged but undelivered work, oldest first. The next run carries this work in. A run is left out if a person took its work
   * by a squash merge and reverted that.
   */
  carried: RunRecord[]
  /**
   * The delivered runs whose work the base branch has in other commits, because a person rewrote it. Oldest first. The next run carries in
   * their merges, so that these finish their tasks again, and the files do not change.
   */
  taken: RunRecord[]
  /** The delivered runs for which git cannot prove that the rewritten base branch has the work. These tasks are not done. */
  unproven: UnprovenRun[]
  /** The runs whose merged work is neither delivered nor still in the repository. The tasks of that work are not done. */
  lost: RunRecord[]
  /** The tasks whose merges a person reverted, and that are not done again since. */
  reverted: RevertedTask[]
  /** The keys of the done tasks (P5). */
  keys: ReadonlySet<string>
}

export interface UnprovenRun {
  run: RunRecord
  /** The keys of its merged tasks that are not done. */
  keys: string[]
}

export interface RevertedTask {
  key: string
  /** The commit that reverted the task's merge. */
  by: string
}

/**
 * Finds the done tasks. A task is done when a commit with its trailers is an ancestor of the commit from which the next run starts, and no
 * person has reverted it (P5). So git decides this, and not the database.
 *
 * @throws InvalidRepository when the base branch does not exist
 */
export async function doneTasks(deps: ReadDeps, project: ProjectRecord): Promise<DoneTasks> {
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  const base = await repository.resolve(branchRef(project.baseBranch))
  if (!base) {
    const message = `The branch ${project.baseBranch} no longer exists in ${project.repositoryPath}. Create it again, or choose another base branch: coppice run --base BRANCH`
    throw new InvalidRepository(project.repositoryPath, message)
  }
  const carried: RunRecord[] = []
  const branchless: RunRecord[] = []
  const finishing = await finishingCommits(repository, project, base, null)
  const tips = [base]
  const runs = await deps.store.runs(project.id)
  const tipOf = async (run: RunRecord) =>
    (await repository.resolve(run.branch)) ?? (await deletedTip(deps, repository, run))
  const finishingOf = (tip: string) => finishingCommits(repository, project, tip, base)
  const inBase = new Set(finishing.map(({ task }) => task))
  const rewritten = await rewrittenDeliveries({ repository, project, base, keys: inBase, tipOf, finishingOf }, runs)
  for (const one of rewritten.taken) {
    tips.push(one.tip)
    finishing.unshift(...one.finishing)
  }
  const copies: RevertedTask[] = []
  for (const run of undelivered(runs).reverse()) {
    const tip = await tipOf(run)
    if (tip === null) branchless.push(run)
    if (tip === null || (await repository.isAncestor(tip, base))) continue
    const more = await finishingOf(tip)
    if (more.length === 0) continue
    const by = await revertOfCopy(repository, base, tip)
    if (by !== null) {
      copies.push(...more.map(({ task }) => ({ key: task, by })))
      continue
    }
    carried.push(run)
    tips.push(tip)
    finishing.unshift(...more)
  }
  const marked = await repository.resolve(doneRef(project.id))
  if (marked) {
    tips.push(marked)
    finishing.unshift(...(await finishingOf(marked)))
  }
  const reverts = await revertedWork(repository, finishing, tips)
  const keys = new Set(finishing.filter(({ commit }) => !reverts.has(commit)).map(({ task }) => task))
  const reverted = newestOf([...revertedTasks(finishing, reverts), ...copies.reverse()], keys)
  const lost = (await incompleteRuns(deps, branchless, keys)).map(({ run }) => run)
  const unproven = await incompleteRuns(deps, rewritten.unproven, keys)
  return { repository, base, carried, taken: rewritten.taken.map(({ run }) => run), unproven, lost, reverted, keys }
}

function revertedTasks(finishing: readonly TrailedCommit[], reverts: ReadonlyMap<string, string>): RevertedTask[] {
  return finishing.flatMap(({ task, commit }) => {
    const by = reverts.get(commit)
    return by === undefined ? [] : [{ key: task, by }]
  })
}

/** Returns the tasks that are not done, each with its first entry. */
function newestOf(reverted: readonly RevertedTask[], done: ReadonlySet<string>): RevertedTask[] {
  const newest = new Map<string, string>()
  for (const { key, by } of reverted) if (!done.has(key) && !newest.has(key)) newest.set(key, by)
  return [...newest].map(([key, by]) => ({ key, by }))
}

/**
 * Returns the last merge of a run whose branch somebody deleted. The run that carries this work in creates the branch again.
 *
 * @returns null when the branch was not deleted
 */
async function deletedTip({ store }: ReadDeps, repository: Repository, run: RunRecord): Promise<string | null> {
  const found = await findTip(repository, run, await store.runTasks(run.id))
  return found.is === 'deleted' ? found.last : null
}

/** Selects the runs that merged tasks which are not done. */
async function incompleteRuns(
  { store }: ReadDeps,
  runs: readonly RunRecord[],
  done: ReadonlySet<string>,
): Promise<UnprovenRun[]> {
  const incomplete: UnprovenRun[] = []
  for (const run of runs) {
    const tasks = await store.runTasks(run.id)
    const keys = tasks.filter(({ key, status }) => status === 'COMPLETED' && !done.has(key)).map(({ key }) => key)
    if (keys.length > 0) incomplete.push({ run, keys })
  }
  return incomplete
}

async function finishingCommits(
  repository: Repository,
  project: ProjectRecord,
  tip: string,
  since: string | null,
): Promise<TrailedCommit[]> {
  return ofProject(await repository.trailers(tip, since), project.name)
}
