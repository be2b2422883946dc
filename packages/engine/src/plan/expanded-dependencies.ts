import type { GraphInput, GraphTask, PlanDependency } from '../domain/plan.ts'

/** P2: what each task waits for, with the dependencies of its epic expanded to tasks. */
export interface ExpandedDependencies {
  /** In the order of the file: the task's own dependencies first, then its epic's. An unknown key has none. */
  get(key: string): readonly PlanDependency[]
}

/**
 * Expands one task at a time, on demand: two epics of 50,000 tasks each would make 2,500,000,000 pairs. It names only what is in the
 * input. When a task and its epic name the same dependency, HARD wins (P4).
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

/** The keys of all tasks that an epic waits for. They are computed once per epic. */
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
