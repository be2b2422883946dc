import type { GraphInput } from '../domain/plan.ts'
import type { PlanRecord } from '../domain/records.ts'

/** Returns the graph of the stored plan, without archived tasks. */
export function storedGraph(plan: PlanRecord): GraphInput {
  const epicKeys = new Map(plan.epics.map((epic) => [epic.id, epic.key]))
  const taskKeys = new Map(plan.tasks.map((task) => [task.id, task.key]))
  const key = (keys: Map<string, string>, id: string) => keys.get(id) ?? id
  const epics = plan.epics.filter((epic) => epic.archivedAt === null)
  const tasks = plan.tasks.filter((task) => task.archivedAt === null)
  return {
    epics: epics.map((epic) => ({
      key: epic.key,
      priority: epic.priority,
      dependsOn: epic.dependsOn.map((id) => key(epicKeys, id)),
    })),
    tasks: tasks.map((task) => ({
      key: task.key,
      epicKey: key(epicKeys, task.epicId),
      priority: task.priority,
      position: task.position,
      dependsOn: task.dependsOn.map((need) => ({ key: key(taskKeys, need.taskId), kind: need.kind })),
    })),
  }
}
