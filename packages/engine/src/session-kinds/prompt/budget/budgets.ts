/**
 * How many tokens each part of a prompt may have, as `estimateTokens` counts them. A part that has more is cut, and a line says what was
 * cut. Parts that are not listed have a fixed length. `docs/prompts.md` lists these numbers.
 */
export const BUDGETS = {
  title: 200,
  /** The action is all that the agent knows of its task. It is cut only so that the prompt fits into the window of a model. */
  action: 24_000,
  files: 1_000,
  dependencies: 3_000,
  expertise: 2_000,
  failureReason: 500,
  failureOutput: 5_500,
  clashes: 1_000,
  /** For each of the tasks in a conflict. */
  intent: 4_000,
  intents: 16_000,
  conflictFiles: 1_000,
  verify: 1_000,
} as const
