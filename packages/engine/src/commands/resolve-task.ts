import { resolvedRef, shortCommit, shortRef, workBranch } from '../domain/naming.ts'
import type { RunRecord, RunTaskRecord } from '../domain/records.ts'
import { InvalidInput, NotFound, TaskNotRetryable } from '../domain/refusals.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { resolveEnded, resolveTask as reviveWith } from '../lifecycle/resolve-task.ts'
import { isRetryable } from '../lifecycle/task-control.ts'
import type { Repository } from '../ports/git.ts'
import { doneTasks } from '../reads/done-tasks.ts'
import { sameText } from '../reads/kept-work.ts'
import type { CommandDeps } from './command-deps.ts'

export interface ResolveTask {
  runTaskId: string
  /** A commit that a person made: an id or a branch. */
  commit: string
}

/**
 * Uses a commit that a person made as the work of a task (D4). An active run merges and verifies it now. For a run that has ended, the next
 * run merges it first, as it does with other finished work (D6).
 *
 * @throws NotFound, InvalidInput when the commit cannot be the work of the task, or TaskNotRetryable
 */
export async function resolveTask(
  deps: CommandDeps,
  { runTaskId, commit: named }: ResolveTask,
): Promise<RunTaskRecord> {
  const task = await deps.store.runTask(runTaskId)
  const run = task && (await deps.store.run(task.runId))
  const project = run && (await deps.store.project(run.projectId))
  if (!task || !run || !project) throw new NotFound('No run has a task with this id.')
  await requireResolvable(deps, task, run)
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  const commit = await usableCommit(repository, run, task, named)
  if (isRunEnded(run.status) && (await doneTasks(deps, project)).keys.has(task.key))
    throw refused(task, 'is done. A run does not work on it again.')
  // D5: the commit stays in the repository, also if the person deletes the branch before the merge.
  const ref = resolvedRef(run.number, task.key, commit)
  if ((await repository.resolve(ref)) === null) await repository.updateRef(ref, commit, null)
  deps.reach('resolve.ref-made')
  const resolved = isRunEnded(run.status)
    ? await resolveEnded(deps, task, commit)
    : await reviveWith(deps, task, commit)
  deps.reach('resolve.recorded')
  if (resolved) return resolved
  const now = (await deps.store.runTask(task.id)) ?? task
  throw refused(now, `changed while Coppice used the commit: it is ${now.status} now. Nothing was recorded. Try again.`)
}

const refused = ({ status, key }: RunTaskRecord, why: string) => new TaskNotRetryable(status, `${key} ${why}`)

async function requireResolvable({ store }: CommandDeps, task: RunTaskRecord, run: RunRecord): Promise<void> {
  const { status, key } = task
  if (status === 'SKIPPED') throw refused(task, `was skipped (${task.statusReason}). Resolve the task that it needs.`)
  if (!isRetryable(task))
    throw refused(
      task,
      status === 'COMPLETED' ? 'is COMPLETED; there is nothing to resolve.' : `is ${status}. Cancel the task first.`,
    )
  if (!isRunEnded(run.status)) {
    if (run.status === 'CANCELLING')
      throw refused(task, 'is in a run that is being cancelled. Wait until it has ended.')
    return
  }
  const [latest] = await store.runTasksOf(task.taskId)
  if (latest && latest.id !== task.id) {
    const later = await store.run(latest.runId)
    throw refused(
      task,
      `was also in run ${later?.number}, which is later. Resolve it there: coppice resolve ${key} COMMIT --run ${later?.number}`,
    )
  }
  const planned = await store.task(task.taskId)
  if (planned === null)
    throw refused(
      task,
      `is not in the plan any more. To use the commit anyway, merge it into ${run.baseBranch} by hand.`,
    )
  if (!sameText(planned, task))
    throw refused(
      task,
      `has another text or agent in the plan than in run ${run.number}. If the commit does what the plan says now, merge it into ${run.baseBranch} and mark the task done: coppice mark-done ${key}`,
    )
}

/** @throws InvalidInput when the commit cannot be the work of the task */
async function usableCommit(
  repository: Repository,
  run: RunRecord,
  task: RunTaskRecord,
  named: string,
): Promise<string> {
  const commit = await repository.findCommit(named)
  if (commit === null)
    throw invalid(
      `There is no commit ${JSON.stringify(named)} in ${repository.path}. Give the id of a commit, or a branch.`,
    )
  if (!(await repository.isAncestor(run.baseCommit, commit))) throw invalid(notBuiltOn(run, task, commit))
  const lent = [...run.settings.copy, ...run.settings.link]
  const taken = await repository.committedLent(run.baseCommit, commit, lent)
  if (taken !== null)
    throw invalid(
      `The history of ${shortCommit(commit)} since run ${run.number} started contains ${taken}, which the plan copies or links into worktrees. Such a file must not be committed. Make the commit again so that no commit of its history changes ${taken}. One more commit that removes it is not enough.`,
    )
  return commit
}

const invalid = (message: string) => new InvalidInput([{ path: 'commit', message }])

function notBuiltOn({ number, branch, baseCommit }: RunRecord, { key }: RunTaskRecord, commit: string): string {
  return `${shortCommit(commit)} is not built on ${shortCommit(baseCommit)}, from which run ${number} started. To make a commit that is: \`git switch -c fix-${key} ${shortRef(workBranch(number, key))}\`, \`git merge ${shortRef(branch)}\`, resolve the conflict, and commit.`
}
