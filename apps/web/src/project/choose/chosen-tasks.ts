import { count, plural } from '../../words/format.ts'

/** An incomplete task of the plan. */
export interface ChoosableTask {
  id: string
  key: string
  dependsOn: readonly { task: { key: string } }[]
  epic: { key: string }
}

/** For each epic, the keys of the epics that it depends on. */
export type EpicNeeds = ReadonlyMap<string, readonly string[]>

export interface Chosen<Task> {
  /** In plan order. */
  tasks: readonly Task[]
  /** The other incomplete tasks that the chosen tasks depend on, also by soft dependencies. A run includes them too (P4). */
  needed: readonly Task[]
}

/**
 * Finds the chosen tasks and the tasks that they depend on.
 * @param tasks all incomplete tasks in plan order
 * @param ids the chosen ids; ids of tasks that are done or removed in the meantime are ignored
 */
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

/** Describes a choice, for example `2 chosen and 3 that they need`. */
export function chosenWords({ tasks, needed }: Chosen<unknown>): string {
  const chosen = `${count(tasks.length)} chosen`
  if (needed.length === 0) return chosen
  return `${chosen} and ${count(needed.length)} that ${tasks.length === 1 ? 'it needs' : 'they need'}`
}

const MOST_NAMES = 5

/** Lists the first keys, for example `slugify, wrap and 3 more`. */
export function keysOf(tasks: readonly { key: string }[]): string {
  const shown = tasks.slice(0, MOST_NAMES).map((task) => task.key)
  return `${shown.join(', ')}${tasks.length > MOST_NAMES ? ` and ${plural(tasks.length - MOST_NAMES, 'more', 'more')}` : ''}`
}
