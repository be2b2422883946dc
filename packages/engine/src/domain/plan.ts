import type { Safeguard } from './plan-changes.ts'
import type { ProjectSettings, TaskSettings } from './settings.ts'
import type { DependencyKind } from './statuses.ts'

/** A checked plan (P1): keys are unique, every dependency exists, and there is no cycle. The order is that of the plan file. */
export interface Plan {
  name: string | null
  settings: ProjectSettings
  /** The safeguards that the plan file gives up in words: `verify: []` and `delivery: auto`. Its author decided this, so no import asks. */
  givesUp: readonly Safeguard[]
  epics: readonly PlanEpic[]
}

export interface PlanEpic {
  key: string
  name: string
  priority: number
  /** The keys of the epics that this epic depends on. */
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
  /** Whether the task is a follow-up that a person accepted, and no plan file has. */
  followUp?: boolean
}

export interface PlanDependency {
  key: string
  kind: DependencyKind
}

/** A mistake in a plan file. An example of `path` is `epics[0].tasks[2].timeout`. `line` and `column` count from 1. */
export interface PlanProblem {
  message: string
  path: string
  line: number | null
  column: number | null
}

/** The input of the dependency graph. Keys are unique. Done tasks may be absent: a dependency on an absent key counts as satisfied. */
export interface GraphInput {
  epics: readonly GraphEpic[]
  tasks: readonly GraphTask[]
}

export interface GraphEpic {
  key: string
  priority: number
  /** The keys of other epics. Each task of this epic waits for all tasks of those epics (P2). */
  dependsOn: readonly string[]
}

/** A task of the dependency graph. `position` is the index of the task among all tasks of the plan. */
export interface GraphTask {
  key: string
  epicKey: string
  priority: number
  position: number
  /** The dependencies of the task itself, without those of its epic. */
  dependsOn: readonly PlanDependency[]
}

/** Tasks whose dependencies are all in earlier batches (P3). `keys` is in plan order, and `number` counts from 1. */
export interface GraphBatch {
  number: number
  keys: readonly string[]
}
