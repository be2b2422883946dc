import type { ProjectSettings, TaskSettings } from './settings.ts'
import type { DependencyKind } from './statuses.ts'

/** A parsed and checked plan file: keys are unique, every dependency names something, and there is no cycle. It keeps the order of the file. */
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

/** One mistake in a plan file. `path` is such as `epics[0].tasks[2].timeout`; `line` and `column` count from 1. */
export interface PlanProblem {
  message: string
  path: string
  line: number | null
  column: number | null
}

/** The input of the dependency graph. Keys are unique. A dependency on a key that is absent counts as satisfied (P1). */
export interface GraphInput {
  epics: readonly GraphEpic[]
  tasks: readonly GraphTask[]
}

export interface GraphEpic {
  key: string
  priority: number
  /** P2: keys of epics. Each task of this epic waits for all tasks of those. */
  dependsOn: readonly string[]
}

/** `position` is the index in the plan over all epics. */
export interface GraphTask {
  key: string
  epicKey: string
  priority: number
  position: number
  /** The dependencies of the task itself, without those of its epic. */
  dependsOn: readonly PlanDependency[]
}

/** P3: tasks whose dependencies all lie in earlier batches, in plan order. Batches are numbered from 1. */
export interface GraphBatch {
  number: number
  keys: readonly string[]
}
