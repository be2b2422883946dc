import type { RunTaskRecord } from '../domain/records.ts'
import { NotFound } from '../domain/refusals.ts'
import { findTip } from '../merge/find-tip.ts'
import { otherSide } from '../merge/other-side.ts'
import type { Repository } from '../ports/git.ts'
import { projectOf } from './project-of.ts'
import type { ReadDeps } from './read-deps.ts'

/** One side of a conflict in one file. The numbers of lines are null for a binary file. */
export interface ConflictSide {
  taskKey: string
  description: string
  /** The merge of a merged task, or the work of the task in conflict. */
  commit: string
  added: number | null
  removed: number | null
}

export interface ConflictFile {
  path: string
  /** The merged tasks that changed the file. It is empty when something other than a task of the run changed it. */
  mergedFirst: ConflictSide[]
  thisTask: ConflictSide
}

export interface TaskConflict {
  /** The commit of the run's branch with which the work conflicts. */
  tip: string
  work: string
  files: ConflictFile[]
}

/**
 * Compares both sides of a task's conflict (D4).
 *
 * @returns null when the task has no conflict, or when git no longer has a side of it
 * @throws NotFound or InvalidRepository
 */
export async function taskConflict(deps: ReadDeps, runTaskId: string): Promise<TaskConflict | null> {
  const found = await sidesOf(deps, runTaskId)
  if (found === null) return null
  const { repository, task, tasks, tip, work } = found
  const base = await repository.mergeBase(tip, work)
  const own = new Map(
    (base === null ? [] : await repository.diffStat(base, work)).map((change) => [change.path, change]),
  )
  const others = await otherSide(repository, tasks, work, task.conflictFiles)
  return {
    tip,
    work,
    files: task.conflictFiles.map((path) => ({
      path,
      mergedFirst: others
        .filter((change) => change.path === path)
        .map(({ task, commit, added, removed }) => sideOf(task, commit, added, removed)),
      thisTask: sideOf(task, work, own.get(path)?.added ?? null, own.get(path)?.removed ?? null),
    })),
  }
}

/**
 * Returns a file of a task's conflict with markers around both sides and their common text.
 *
 * @returns null when the task has no conflict in this file, or when the file is binary or larger than 256 KiB
 * @throws NotFound or InvalidRepository
 */
export async function conflictText(deps: ReadDeps, runTaskId: string, path: string): Promise<string | null> {
  const found = await sidesOf(deps, runTaskId)
  if (found === null || !found.task.conflictFiles.includes(path)) return null
  return found.repository.conflictText(found.tip, found.work, path)
}

interface Sides {
  repository: Repository
  task: RunTaskRecord
  tasks: readonly RunTaskRecord[]
  tip: string
  work: string
}

async function sidesOf(deps: ReadDeps, runTaskId: string): Promise<Sides | null> {
  const task = await deps.store.runTask(runTaskId)
  const run = task && (await deps.store.run(task.runId))
  if (!task || !run) throw new NotFound('There is no task of a run with this id.')
  if (task.conflictFiles.length === 0 || task.workCommit === null) return null
  const project = await projectOf(deps, run.projectId)
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  const tasks = await deps.store.runTasks(run.id)
  const found = await findTip(repository, run, tasks)
  const work = await repository.resolve(task.workCommit)
  if (found.is === 'lost' || work === null) return null
  return { repository, task, tasks, tip: found.is === 'found' ? found.tip : found.last, work }
}

const sideOf = (
  { key, description }: RunTaskRecord,
  commit: string,
  added: number | null,
  removed: number | null,
): ConflictSide => ({ taskKey: key, description, commit, added, removed })
