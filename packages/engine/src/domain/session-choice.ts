import type { ModelChoice } from './model-choice.ts'
import type { RunTaskRecord } from './records.ts'
import type { TaskDomain } from './task-domains.ts'

/** The model with which a session works and why, the domain of its task, and the provider whose limits apply to it (S5). */
export interface SessionChoice {
  /** It is null when the agent chooses its model itself. */
  model: string | null
  /**
   * Whether the model has the name that the agent uses for it, such as `opus`, or is named only for the record. Its requests then have other
   * names, so the model may have no price.
   */
  isOwnName?: boolean
  provider: string
  domain: TaskDomain
  /** Why this model was chosen (M3). It is null when another rule than that of Coppice chose it. */
  choice: ModelChoice | null
}

/** The part of a task from which its domain, its model and its provider follow. */
export type ChoosableTask = Pick<
  RunTaskRecord,
  | 'id'
  | 'description'
  | 'action'
  | 'priority'
  | 'dependsOn'
  | 'agent'
  | 'model'
  | 'settings'
  | 'attempts'
  | 'qualityFailures'
>

/**
 * Chooses the model and the provider of the next session of a task. The scheduler asks for the provider when the task changes, and the
 * choice is stored with the session when the session starts. The function is pure: a task that has not changed gets the same choice.
 */
export type ChooseSession = (task: ChoosableTask) => SessionChoice
