import { isTaskEnded } from '../../marks/statuses.ts'
import type { RunView, TaskView } from './run-view.ts'

/** Finds the tasks of a run that depend on a task. */
export interface DependencyIndex {
  /** @returns the tasks that depend on a task, directly or through other tasks, in plan order. @param hard ignores soft dependencies */
  behind(key: string, hard?: boolean): readonly TaskView[]
  task(key: string): TaskView | undefined
}

export function indexDependencies(tasks: readonly TaskView[]): DependencyIndex {
  const byKey = new Map(tasks.map((task) => [task.key, task]))
  const direct = new Map<string, { task: TaskView; soft: boolean }[]>()
  for (const task of tasks)
    for (const { key, soft } of task.dependsOn) direct.set(key, [...(direct.get(key) ?? []), { task, soft }])

  const collect = (key: string, hard: boolean, seen: Set<string>): void => {
    for (const { task, soft } of direct.get(key) ?? []) {
      if (seen.has(task.key) || (hard && soft)) continue
      seen.add(task.key)
      collect(task.key, hard, seen)
    }
  }
  return {
    task: (key) => byKey.get(key),
    behind: (key, hard = false) => {
      const seen = new Set<string>()
      collect(key, hard, seen)
      return tasks.filter((task) => seen.has(task.key))
    },
  }
}

/** @returns the longest chain of dependent tasks that have not ended, from first to last. */
export function longestChain(view: RunView): readonly TaskView[] {
  const open = new Map(view.tasks.filter((task) => !isTaskEnded(task.status)).map((task) => [task.key, task]))
  const best = new Map<string, readonly TaskView[]>()
  const chainTo = (task: TaskView): readonly TaskView[] => {
    const known = best.get(task.key)
    if (known) return known
    const before = task.dependsOn
      .map(({ key }) => open.get(key))
      .filter((needed) => needed !== undefined)
      .map(chainTo)
    const chain = [...before.reduce((a, b) => (b.length > a.length ? b : a), [] as readonly TaskView[]), task]
    best.set(task.key, chain)
    return chain
  }
  return [...open.values()].map(chainTo).reduce((a, b) => (b.length > a.length ? b : a), [] as readonly TaskView[])
}
