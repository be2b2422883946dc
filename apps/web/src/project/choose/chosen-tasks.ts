import { count, plural } from '../../words/format.ts'

/** The fields of an incomplete task of the plan. */
export interface ChoosableTask {
  id: string
  key: string
  dependsOn: readonly { task: { key: string } }[]
  epic: { key: string }
}

/** For each epic, the epics that it waits for. */
export type EpicNeeds = ReadonlyMap<string, readonly string[]>

export interface Chosen<Task> {
  /** In plan order. */
  tasks: readonly Task[]
  /**
   * The incomplete tasks that the chosen ones need and that were not chosen themselves. Soft dependencies count, as they do at a start
   * (P4).
   */
  needed: readonly Task[]
}

/** `tasks`: all incomplete tasks in plan order. Ids of tasks that are done or removed by now are ignored. */
export function chosenTasks<Task extends ChoosableTask>(
  tasks: readonly Task[],
  ids: ReadonlySet<string>,
  epicNeeds: EpicNeeds,
): Chosen<Task> {
  const byKey = new Map(tasks.map((task) => [task.key, task]))
  const ofEpic = Map.groupBy(tasks, (task) => task.epic.key)
  const chosen = tasks.filter((task) => ids.has(task.id))
  const wanted = new Set(chosen)
  for (const task of wanted) {
    for (const { task: need } of task.dependsOn) {
      const needed = byKey.get(need.key)
      if (needed) wanted.add(needed)
    }
    for (const epic of epicNeeds.get(task.epic.key) ?? [])
      for (const needed of ofEpic.get(epic) ?? []) wanted.add(needed)
  }
  return { tasks: chosen, needed: tasks.filter((task) => wanted.has(task) && !ids.has(task.id)) }
}

/** For example `2 chosen and 3 that they need`. */
export function chosenWords({ tasks, needed }: Chosen<unknown>): string {
  const chosen = `${count(tasks.length)} chosen`
  if (needed.length === 0) return chosen
  return `${chosen} and ${count(needed.length)} that ${tasks.length === 1 ? 'it needs' : 'they need'}`
}

const MOST_NAMES = 5

/** For example `slugify, wrap and 3 more`. */
export function keysOf(tasks: readonly { key: string }[]): string {
  const shown = tasks.slice(0, MOST_NAMES).map((task) => task.key)
  return `${shown.join(', ')}${tasks.length > MOST_NAMES ? ` and ${plural(tasks.length - MOST_NAMES, 'more', 'more')}` : ''}`
}
