import type { RunTaskRecord } from './records.ts'

/** The model with which a session works, and the provider whose limits apply to it (S5). */
export interface SessionChoice {
  /** It is null when the agent chooses its model itself. */
  model: string | null
  provider: string
}

/**
 * Chooses the model and the provider of the next session of a task. The scheduler asks for the provider when the task changes, and the
 * choice is stored with the session when the session starts. The function is pure: a task that has not changed gets the same choice.
 */
export type ChooseSession = (task: RunTaskRecord) => SessionChoice

/** Chooses what the plan says. When the plan names no provider, the kind of agent counts as the provider. */
export const asPlanned: ChooseSession = ({ model, settings }) => ({
  model,
  provider: settings.provider ?? settings.agent.kind,
})
