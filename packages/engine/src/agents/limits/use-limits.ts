import { integer } from '../../shapes/scalars.ts'

/** How many replies of the model one attempt may use. */
export const maxTurns = integer(1, 10_000)
/** How many tokens one attempt may use. */
export const maxTokens = integer(1_000, 1_000_000_000)

// A plan file has one text for each key, also when several kinds of agents have the key.
export const MAX_TURNS_DOC =
  'How many replies of the model one attempt may use. Default: 200 for anthropic, no limit for acp. Only claude-code reports each reply over ACP.'
export const MAX_TOKENS_DOC =
  'How many tokens one attempt may use: input, output, and what is written to the cache or read from it. Default: no limit. Codex and gemini report their tokens at the end of a turn, and opencode reports none.'
