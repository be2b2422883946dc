import { isSameWork } from '../agents/agent-settings.ts'
import type { ProjectRecord, RunTaskRecord, TaskRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import type { ReadDeps } from './read-deps.ts'

/** D6: finished, unmerged work of an earlier run, as the fields of the run task that merges it first. */
export type KeptWork = Pick<
  RunTaskRecord,
  'workCommit' | 'noChange' | 'keptFromRunId' | 'refusedTree' | 'branch' | 'lastFailure'
>

/** The number of earlier runs that are searched. */
const RUNS_LOOKED_AT = 50

/** D6: the newest finished work of each task whose text is unchanged, by task id. */
export async function keptWork(
  deps: ReadDeps,
  project: ProjectRecord,
  repository: Repository,
): Promise<Map<string, KeptWork>> {
  const tasks = new Map((await deps.store.plan(project.id)).tasks.map((task) => [task.id, task]))
  const kept = new Map<string, KeptWork>()
  for (const run of (await deps.store.runs(project.id)).slice(0, RUNS_LOOKED_AT)) {
    // S9: all work of a completed run is merged. Most runs are completed, and forecasts ask often.
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

const sameText = (task: TaskRecord, earlier: RunTaskRecord): boolean =>
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
