import type { PlanRecord, StoreReads } from '@coppice/engine'
import type { TaskDependency } from '@coppice/prisma'
import type { Connection } from './connection.ts'
import { dependencyOf, epicOf, taskOf } from './rows.ts'
import { isUuid } from './uuid.ts'

type PlanReads = Pick<StoreReads, 'plan' | 'task'>

export function planReads(db: Connection): PlanReads {
  return {
    async plan(projectId) {
      return isUuid(projectId) ? readPlan(db, projectId) : { epics: [], tasks: [] }
    },
    async task(id) {
      if (!isUuid(id)) return null
      const row = await db.task.findUnique({ where: { id, archivedAt: null }, include: { dependsOn: true } })
      return row && taskOf(row, row.dependsOn.map(dependencyOf))
    },
  }
}

async function readPlan(db: Connection, projectId: string): Promise<PlanRecord> {
  const inPlanOrder = { where: { projectId }, orderBy: { position: 'asc' } } as const
  const epics = await db.epic.findMany(inPlanOrder)
  const tasks = await db.task.findMany(inPlanOrder)
  const epicDependencies = await db.epicDependency.findMany({ where: { epic: { projectId } } })
  const taskDependencies = await db.taskDependency.findMany({ where: { task: { projectId } } })
  const byEpic = Map.groupBy(epicDependencies, (dependency) => dependency.epicId)
  const byTask = Map.groupBy(taskDependencies, (dependency) => dependency.taskId)
  const epicsBefore = (id: string) => (byEpic.get(id) ?? []).map((dependency) => dependency.dependsOnId)
  const tasksBefore = (id: string): TaskDependency[] => byTask.get(id) ?? []
  return {
    epics: epics.map((epic) => epicOf(epic, epicsBefore(epic.id))),
    tasks: tasks.map((task) => taskOf(task, tasksBefore(task.id).map(dependencyOf))),
  }
}
