import type { GraphInput, GraphTask, PlanDependency } from '../domain/plan.ts'

/** What each task waits for, with what its epic waits for written out (P2). */
export interface ExpandedDependencies {
  /** In plan order of the file: its own first, then its epic's. Empty for an unknown key. */
  get(key: string): readonly PlanDependency[]
}

/**
 * Written out one task at a time, when asked: two epics of 50,000 tasks each would be 2,500,000,000 pairs. Only of what is in the
 * input. Where a task and its epic name the same one, HARD wins (P4).
 */
export function expandedDependencies(input: GraphInput): ExpandedDependencies {
  const tasks = new Map(input.tasks.map((task) => [task.key, task]))
  const ofEpic = epicDependencies(input)
  return {
    get(key) {
      const task = tasks.get(key)
      if (!task) return []
      const inherited = ofEpic(task.epicKey)
      return [
        ...task.dependsOn
          .filter((dependency) => tasks.has(dependency.key))
          .map((dependency) => (inherited.has(dependency.key) ? hard(dependency.key) : dependency)),
        ...ownAdded(task, inherited),
      ]
    },
  }
}

const hard = (key: string): PlanDependency => ({ key, kind: 'HARD' })

function ownAdded(task: GraphTask, inherited: ReadonlySet<string>): PlanDependency[] {
  const own = new Set(task.dependsOn.map((dependency) => dependency.key))
  return [...inherited].filter((key) => !own.has(key)).map(hard)
}

/** Keys of all tasks that an epic waits for; computed once per epic. */
function epicDependencies(input: GraphInput): (epicKey: string) => ReadonlySet<string> {
  const epics = new Map(input.epics.map((epic) => [epic.key, epic]))
  const members = Map.groupBy(input.tasks, (task) => task.epicKey)
  const known = new Map<string, ReadonlySet<string>>()
  return (epicKey) => {
    const cached = known.get(epicKey)
    if (cached) return cached
    const epic = epics.get(epicKey)
    const keys = new Set(epic?.dependsOn.flatMap((key) => members.get(key) ?? []).map((task) => task.key))
    known.set(epicKey, keys)
    return keys
  }
}
