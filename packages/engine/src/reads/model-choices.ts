import { modelHistory } from '../coordinator/decisions/model-history.ts'
import type { ModelChoice, ModelHistory } from '../domain/model-choice.ts'
import { effectivePriority } from '../domain/priority.ts'
import type { ChooseSession } from '../domain/session-choice.ts'
import type { ProjectSettings } from '../domain/settings.ts'
import { planGraph } from '../plan/plan-graph.ts'
import { doneTasks } from './done-tasks.ts'
import { projectOf } from './project-of.ts'
import type { ReadDeps } from './read-deps.ts'
import { storedGraph } from './stored-graph.ts'

export interface ModelChoicesDeps extends ReadDeps {
  chooserOf(settings: ProjectSettings, history: ModelHistory): ChooseSession
}

/**
 * Returns the model for the first attempt at each task of the plan, as a run that starts now would choose it, and why (M3).
 *
 * @returns the choices by task id. They are null when another rule than that of Coppice chooses
 * @throws NotFound, InvalidRepository
 */
export async function modelChoices(
  deps: ModelChoicesDeps,
  projectId: string,
): Promise<ReadonlyMap<string, ModelChoice | null>> {
  const project = await projectOf(deps, projectId)
  const [plan, history, done] = await Promise.all([
    deps.store.plan(projectId),
    modelHistory(deps.store, projectId),
    doneTasks(deps, project),
  ])
  const graph = planGraph({ ...storedGraph(plan), done: done.keys })
  const choose = deps.chooserOf(project.settings, history)
  const epics = new Map(plan.epics.map((epic) => [epic.id, epic]))
  return new Map(
    plan.tasks.map((task) => {
      const { settings } = task
      const { choice } = choose({
        ...task,
        agent: settings.agent.kind,
        model: settings.model,
        priority: effectivePriority(task, epics.get(task.epicId)),
        dependsOn: graph.ok ? graph.dependsOn.get(task.key) : [],
        attempts: 0,
        qualityFailures: 0,
      })
      return [task.id, choice]
    }),
  )
}
