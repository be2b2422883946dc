import type { ProjectRecord, TaskRecord } from '../domain/records.ts'
import { NotFound, RunActive } from '../domain/refusals.ts'
import type { ReadDeps } from './read-deps.ts'

/**
 * Returns a task of the plan and its project.
 *
 * @param what completes "A task cannot be …", such as `dropped`
 * @throws NotFound, or RunActive when the project has an active run
 */
export async function idleProjectOf(
  { store }: ReadDeps,
  taskId: string,
  what: string,
): Promise<{ project: ProjectRecord; task: TaskRecord }> {
  const task = await store.task(taskId)
  const project = task && (await store.project(task.projectId))
  if (!task || !project) throw new NotFound('No plan has a task with this id.')
  const active = await store.activeRun(project.id)
  if (active)
    throw new RunActive(
      active.id,
      `Run ${active.number} is active, so a task cannot be ${what}. Wait until the run has ended, or cancel it.`,
    )
  return { project, task }
}
