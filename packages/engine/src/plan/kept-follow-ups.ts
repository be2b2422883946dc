import type { Plan, PlanEpic, PlanTask } from '../domain/plan.ts'
import type { EpicRecord, PlanRecord, TaskRecord } from '../domain/records.ts'

/** An accepted follow-up that cannot stay, because the new plan lacks a task that it needs and that is not done. */
export interface MissingNeed {
  task: string
  needs: string
}

/**
 * Adds to a plan the accepted follow-ups of the present plan that its file lacks (P6). People accepted them after they wrote the file, so an
 * import does not archive them.
 *
 * @param done the keys of done tasks
 */
export function withFollowUps(
  plan: Plan,
  present: PlanRecord,
  done: ReadonlySet<string>,
): { plan: Plan; kept: readonly string[]; missing: readonly MissingNeed[] } {
  const inFile = new Set(plan.epics.flatMap(({ tasks }) => tasks.map(({ key }) => key)))
  const kept = present.tasks.filter(({ key, followUp }) => followUp && !inFile.has(key))
  if (kept.length === 0) return { plan, kept: [], missing: [] }
  const known = new Set([...inFile, ...kept.map(({ key }) => key)])
  const missing = kept.flatMap((task) =>
    needsOf(task, present)
      .filter(({ key, kind }) => kind === 'HARD' && !known.has(key) && !done.has(key))
      .map(({ key }) => ({ task: task.key, needs: key })),
  )
  const stays = (key: string) => known.has(key) || done.has(key)
  const added = Map.groupBy(kept, ({ epicId }) => epicId)
  const epics = [...added].reduce(
    (all, [epicId, tasks]) =>
      withTasks(
        all,
        present.epics.find(({ id }) => id === epicId),
        present,
        tasks.map((task) => planTask(task, present, stays)),
      ),
    plan.epics,
  )
  return { plan: { ...plan, epics }, kept: kept.map(({ key }) => key), missing }
}

/** Adds tasks to an epic of the plan. If the plan lacks the epic, it is added as it is in the present plan. */
function withTasks(
  epics: readonly PlanEpic[],
  epic: EpicRecord | undefined,
  present: PlanRecord,
  tasks: readonly PlanTask[],
): readonly PlanEpic[] {
  if (epic === undefined) return epics
  if (epics.some(({ key }) => key === epic.key))
    return epics.map((one) => (one.key === epic.key ? { ...one, tasks: [...one.tasks, ...tasks] } : one))
  const { key, name, priority } = epic
  const needs = present.epics.filter(({ id }) => epic.dependsOn.includes(id)).map((one) => one.key)
  const dependsOn = needs.filter((need) => epics.some((one) => one.key === need))
  return [...epics, { key, name, priority, dependsOn, tasks }]
}

function planTask(task: TaskRecord, present: PlanRecord, stays: (key: string) => boolean): PlanTask {
  const { key, description, action, priority, settings } = task
  const dependsOn = needsOf(task, present).filter((need) => stays(need.key))
  return { key, description, action, priority, settings, dependsOn, followUp: true }
}

/** Returns the dependencies on tasks of the present plan. An archived task was done, so a dependency on it is satisfied. */
function needsOf({ dependsOn }: TaskRecord, { tasks }: PlanRecord): PlanTask['dependsOn'] {
  const keys = new Map(tasks.map(({ id, key }) => [id, key]))
  return dependsOn.flatMap(({ taskId, kind }) => {
    const key = keys.get(taskId)
    return key === undefined ? [] : [{ key, kind }]
  })
}
