import type { BatchRecord, ProjectRecord, RunRecord, RunTaskRecord, Store } from '@coppice/engine'
import { sampleBatch, samplePlan, sampleProject, sampleRun, sampleRunTask } from './sample-records.ts'

export async function storedProject(store: Store): Promise<ProjectRecord> {
  const project = sampleProject()
  await store.transaction((tx) => tx.insertProject(project))
  return project
}

/** Stores a project with a plan of one task. */
export async function plannedProject(store: Store): Promise<{ project: ProjectRecord; taskId: string }> {
  const { id } = await storedProject(store)
  await store.transaction((tx) => tx.replacePlan(id, samplePlan(), 'a plan', 1))
  const project = await store.project(id)
  const [task] = (await store.plan(id)).tasks
  if (!project || !task) throw new Error('the plan was not stored')
  return { project, taskId: task.id }
}

/** Stores a run with one batch and one task. Both are RUNNING. @param settings replaces some of the run's settings */
export async function storedRun(
  store: Store,
  settings: Partial<RunRecord['settings']> = {},
): Promise<{ project: ProjectRecord; run: RunRecord; batch: BatchRecord; task: RunTaskRecord }> {
  const { project, taskId } = await plannedProject(store)
  const sample = sampleRun(project)
  const run = { ...sample, settings: { ...sample.settings, ...settings } }
  const batch = sampleBatch(run)
  const task = sampleRunTask(run, batch, taskId)
  await store.transaction((tx) => tx.insertRun(run, [batch], [task]))
  return { project, run, batch, task }
}
