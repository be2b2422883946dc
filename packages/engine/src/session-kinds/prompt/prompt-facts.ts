import type { Failure } from '../../domain/records.ts'

/** What a plan says about one task. */
export interface TaskIntent {
  key: string
  description: string
  action: string | null
}

export interface PromptFacts {
  task: TaskIntent & {
    epicKey: string
    epicName: string
    /** The files that the task will change according to the plan. */
    files: readonly string[]
  }
  /** What the project has learned for this domain; null when nothing is recorded yet. */
  expertise: string | null
  /** Why the task's last attempt failed, or why verify refused its merge (S5). Null when neither happened. */
  lastFailure: Failure | null
  /** The project's verify commands (D3). */
  verify: readonly string[]
  hasUserInterface: boolean
  /** Paths of the user's checkout, which no prompt names (Q1). */
  hiddenPaths: readonly string[]
}

export interface ConflictPromptFacts extends PromptFacts {
  /** Merged tasks whose changes this one conflicts with, as far as known. */
  others: readonly TaskIntent[]
  conflictFiles: readonly string[]
}
