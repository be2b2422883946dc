import type { GraphInput, GraphTask, PlanDependency } from '../domain/plan.ts'

/** The dependencies of each task. A dependency of its epic is expanded to the tasks of the other epic (P2). */
export interface ExpandedDependencies {
  /** Returns a task's own dependencies, then those of its epic, each in the order of the plan. An unknown key has none. */
  get(key: string): readonly PlanDependency[]
}

/**
 * Expands the dependencies of one task at each call of `get`, because all pairs of two epics with 50,000 tasks each would be 2,500,000,000.
 * Dependencies on tasks that are not in the input are left out. If a task and its epic have the same dependency, it is HARD.
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

/** Returns the keys of all tasks that an epic waits for. They are calculated once for each epic. */
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
