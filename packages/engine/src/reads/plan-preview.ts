import type { GraphBatch, GraphInput } from '../domain/plan.ts'
import type { PlanRecord, TaskRecord } from '../domain/records.ts'
import { type MermaidInput, mermaid } from '../plan/mermaid.ts'
import { planGraph } from '../plan/plan-graph.ts'
import type { PassedVariables } from '../ports/passed-variables.ts'
import { doneTasks } from './done-tasks.ts'
import { projectOf } from './project-of.ts'
import type { ReadDeps } from './read-deps.ts'
import { storedGraph } from './stored-graph.ts'

export interface PlanPreview {
  batches: readonly GraphBatch[]
  criticalPath: readonly TaskRecord[]
  tasks: readonly TaskRecord[]
  mermaid(): string
  /** The variables in the plan's `env` that are not set for the server. Agents would start without them. */
  unsetVariables: readonly string[]
}

/**
 * Returns what a run would do if it started now.
 *
 * @throws NotFound, InvalidRepository
 */
export async function planPreview(
  deps: ReadDeps & { passed: PassedVariables },
  projectId: string,
): Promise<PlanPreview> {
  const project = await projectOf(deps, projectId)
  const plan = await deps.store.plan(projectId)
  const { keys } = await doneTasks(deps, project)
  const input = storedGraph(plan)
  const graph = planGraph({ ...input, done: keys })
  // This cannot happen, because an import refuses a plan with a cycle (P1).
  if (!graph.ok) throw new Error(`the stored plan of ${project.name} has a cycle`)
  const byKey = new Map(plan.tasks.filter((task) => task.archivedAt === null).map((task) => [task.key, task]))
  const named = (taskKeys: readonly string[]) =>
    taskKeys.map((key) => byKey.get(key)).filter((task) => task !== undefined)
  return {
    batches: graph.batches,
    criticalPath: named(graph.criticalPath),
    tasks: named(graph.batches.flatMap((batch) => batch.keys)),
    mermaid: () => mermaid(mermaidInput(plan, input)),
    unsetVariables: deps.passed.unset(project.settings.env),
  }
}

function mermaidInput(plan: PlanRecord, input: GraphInput): MermaidInput {
  const names = new Map(plan.epics.map((epic) => [epic.key, epic.name]))
  const descriptions = new Map(plan.tasks.map((task) => [task.key, task.description]))
  return {
    epics: input.epics.map((epic) => ({ ...epic, name: names.get(epic.key) ?? epic.key })),
    tasks: input.tasks.map((task) => ({ ...task, description: descriptions.get(task.key) ?? task.key })),
  }
}
