import type { ProjectSettings, TaskSettings } from './settings.ts'
import type { DependencyKind } from './statuses.ts'

/** A plan file, parsed and checked: keys are unique, every dependency names something, no cycle. Order is plan order of the file. */
export interface Plan {
  name: string | null
  settings: ProjectSettings
  epics: readonly PlanEpic[]
}

export interface PlanEpic {
  key: string
  name: string
  priority: number
  /** Keys of epics. */
  dependsOn: readonly string[]
  tasks: readonly PlanTask[]
}

export interface PlanTask {
  key: string
  description: string
  action: string | null
  priority: number
  dependsOn: readonly PlanDependency[]
  settings: TaskSettings
}

export interface PlanDependency {
  key: string
  kind: DependencyKind
}

/** One mistake in a plan file. `path`: `epics[0].tasks[2].timeout`; `line` and `column` from 1. */
export interface PlanProblem {
  message: string
  path: string
  line: number | null
  column: number | null
}

/** What the dependency graph is made of. Keys are unique; a dependency on a key that is not here counts as satisfied (P1). */
export interface GraphInput {
  epics: readonly GraphEpic[]
  tasks: readonly GraphTask[]
}

export interface GraphEpic {
  key: string
  priority: number
  /** Keys of epics: each task of this one waits for all tasks of those (P2). */
  dependsOn: readonly string[]
}

/** `position`: index in the plan over all epics. */
export interface GraphTask {
  key: string
  epicKey: string
  priority: number
  position: number
  /** Of the task itself; what its epic waits for is the epic's. */
  dependsOn: readonly PlanDependency[]
}

/** Tasks whose dependencies all lie in earlier batches, in plan order (P3); numbered from 1. */
export interface GraphBatch {
  number: number
  keys: readonly string[]
}
