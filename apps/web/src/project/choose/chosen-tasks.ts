import { count, plural } from '../../words/format.ts'

/** What a plan says of a task that is not done. */
export interface ChoosableTask {
  id: string
  key: string
  dependsOn: readonly { task: { key: string } }[]
  epic: { key: string }
}

/** Of each epic, the epics that it waits for. */
export type EpicNeeds = ReadonlyMap<string, readonly string[]>

export interface Chosen<Task> {
  /** In plan order. */
  tasks: readonly Task[]
  /** What they need that is not done and was not chosen itself; soft dependencies too, as a start takes them (P4). */
  needed: readonly Task[]
}

/** `tasks`: all that is not done, in plan order. Ids of what is done by now, or no longer there, are passed over. */
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

/** `2 chosen and 3 that they need`. */
export function chosenWords({ tasks, needed }: Chosen<unknown>): string {
  const chosen = `${count(tasks.length)} chosen`
  if (needed.length === 0) return chosen
  return `${chosen} and ${count(needed.length)} that ${tasks.length === 1 ? 'it needs' : 'they need'}`
}

const MOST_NAMES = 5

/** `slugify, wrap and 3 more`. */
export function keysOf(tasks: readonly { key: string }[]): string {
  const shown = tasks.slice(0, MOST_NAMES).map((task) => task.key)
  return `${shown.join(', ')}${tasks.length > MOST_NAMES ? ` and ${plural(tasks.length - MOST_NAMES, 'more', 'more')}` : ''}`
}
