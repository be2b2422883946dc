/** How a project learns with a model. */
export interface LearningSettings {
  /** The model that reads sessions. */
  model: string
}

/** The limits of a LEARNING session (ADR 0088). `docs/expertise.md` lists them. */
export const LEARNING = {
  /** The prompt, as `estimateTokens` counts it. */
  promptTokens: 12_000,
  /** One reply of the model. */
  replyTokens: 4_000,
  maxTurns: 3,
  /** All tokens of the session. The reply that exceeds this is its last one. */
  maxTokens: 60_000,
  timeoutMs: 120_000,
  stallMs: 60_000,
  /** So long after the end of its last task, a run still starts LEARNING sessions. */
  lateMs: 120_000,
} as const
