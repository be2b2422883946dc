import type { ProjectRecord, TaskRecord } from '../domain/records.ts'
import { NotFound, RunActive } from '../domain/refusals.ts'
import type { ReadDeps } from './read-deps.ts'

/** Returns a task of the plan and its project, which has no active run. Refuses: NotFound, RunActive. */
export async function idleProjectOf(
  { store }: ReadDeps,
  taskId: string,
  what: string,
): Promise<{ project: ProjectRecord; task: TaskRecord }> {
  const task = await store.task(taskId)
  const project = task && (await store.project(task.projectId))
  if (!task || !project) throw new NotFound('There is no such task in a plan.')
  const active = await store.activeRun(project.id)
  if (active)
    throw new RunActive(
      active.id,
      `Run ${active.number} is active. A task cannot be ${what} meanwhile: wait until it has ended, or cancel it.`,
    )
  return { project, task }
}
