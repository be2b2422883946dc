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
    /** What the plan expects it to touch. */
    files: readonly string[]
  }
  /** What the project has learned for this domain; null when nothing is recorded yet. */
  expertise: string | null
  /** Why the attempt before it failed, or why its merge was refused (S5). */
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
