import type { PromptTemplates } from '../../domain/prompt-template.ts'
import type { Clash, Failure } from '../../domain/records.ts'
import type { TaskToolNames } from '../../domain/task-calls.ts'

/** The text of the plan for one task. */
export interface TaskIntent {
  key: string
  description: string
  action: string | null
}

/**
 * The earlier session was cut off, or verify refused its work. `isMerging`: whether a merge of the run's tip into the refused work is in
 * progress in the worktree.
 */
export type Continued = { is: 'cut-off' } | { is: 'refused'; isMerging: boolean }

export interface PromptFacts {
  task: TaskIntent & {
    epicKey: string
    epicName: string
    /** The files that the plan expects the task to change. */
    files: readonly string[]
  }
  /** The entries of the project's expertise that fit the task, as text. It is null when the session gets none. */
  expertise: string | null
  /** Why the session continues the conversation and the files of an earlier one (R1, S5). It is null when it does not. */
  continues: Continued | null
  /** Why the last attempt at the task failed, or why verify refused its merge (S5). It is null when neither happened. */
  lastFailure: Failure | null
  /** Other tasks whose work conflicted with the work of this task when they were last compared. */
  clashes: readonly Clash[]
  /** The project's verify commands (D3). */
  verify: readonly string[]
  hasUserInterface: boolean
  /** The paths of the files in the worktree that contain instructions for agents, such as `AGENTS.md`. */
  instructionFiles: readonly string[]
  /** How the agent of the session calls the task tools. It is null when the agent has none. */
  taskTools: TaskToolNames | null
  /** The paths of the user's checkout. They are removed from each prompt (Q1). */
  hiddenPaths: readonly string[]
  /** The templates with which the project replaces the prompts of Coppice. */
  templates: PromptTemplates
}

export interface WorkPromptFacts extends PromptFacts {
  /** What the tasks on which this task depends have delivered in this run. */
  delivered: readonly DeliveredTask[]
}

/** The merged work of a task. */
export interface DeliveredTask {
  key: string
  description: string
  /** The subjects of its commits, oldest first. */
  commits: readonly string[]
  /** The paths that it changed. The list is empty when the task needed no change. */
  files: readonly string[]
}

export interface ConflictPromptFacts extends PromptFacts {
  /** The merged tasks with which this task conflicts. The list is empty when these tasks are unknown. */
  others: readonly TaskIntent[]
  conflictFiles: readonly string[]
}
