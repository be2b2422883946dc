import { isSameWork } from '../agents/agent-settings.ts'
import type { ProjectRecord, RunTaskRecord, TaskRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import type { ReadDeps } from './read-deps.ts'

/**
 * Finished, unmerged work of an earlier run (D6). A new run copies these fields to its own run task. It then tries to merge this work
 * before it starts an agent for the task.
 */
export type KeptWork = Pick<
  RunTaskRecord,
  'workCommit' | 'noChange' | 'keptFromRunId' | 'refusedTree' | 'branch' | 'lastFailure'
>

const MOST_RUNS_SEARCHED = 50

/** Returns, by task id, the newest finished work of each task whose text and agent are unchanged (D6). It searches the newest 50 runs. */
export async function keptWork(
  deps: ReadDeps,
  project: ProjectRecord,
  repository: Repository,
): Promise<Map<string, KeptWork>> {
  const tasks = new Map((await deps.store.plan(project.id)).tasks.map((task) => [task.id, task]))
  const kept = new Map<string, KeptWork>()
  for (const run of (await deps.store.runs(project.id)).slice(0, MOST_RUNS_SEARCHED)) {
    // All work of a completed run is merged (S9). Without this line, each forecast would read the tasks of all these runs.
    if (run.status === 'COMPLETED') continue
    for (const earlier of await deps.store.runTasks(run.id)) {
      const task = tasks.get(earlier.taskId)
      if (!task || kept.has(task.id) || !isUsable(task, earlier)) continue
      if (await stillThere(repository, earlier)) kept.set(task.id, asKept(earlier, run.id))
    }
  }
  return kept
}

function isUsable(task: TaskRecord, earlier: RunTaskRecord): boolean {
  return earlier.workCommit !== null && earlier.status !== 'COMPLETED' && sameText(task, earlier)
}

/** @returns whether the plan has the same text and agent for the task as the run */
export const sameText = (
  task: Pick<TaskRecord, 'description' | 'action' | 'settings'>,
  earlier: RunTaskRecord,
): boolean =>
  task.description === earlier.description &&
  task.action === earlier.action &&
  isSameWork(task.settings.agent, earlier.settings.agent)

async function stillThere(repository: Repository, earlier: RunTaskRecord): Promise<boolean> {
  return earlier.workCommit !== null && (await repository.resolve(earlier.workCommit)) !== null
}

function asKept(earlier: RunTaskRecord, runId: string): KeptWork {
  const { workCommit, noChange, refusedTree, branch, lastFailure } = earlier
  return { workCommit, noChange, refusedTree, branch, lastFailure, keptFromRunId: runId }
}
