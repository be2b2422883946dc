import type { SettingsOf } from '../../ports/agent.ts'
import { integer } from '../../shapes/scalars.ts'
import { optional } from '../agent-field.ts'

const MAX_TURNS = 10_000
const MIN_TOKENS = 1_000
const MAX_TOKENS = 1_000_000_000

export const anthropicFields = {
  maxTurns: optional(integer(1, MAX_TURNS), {
    doc: 'How many replies of the model one attempt may use.',
    value: 200,
  }),
  maxTokens: optional(integer(MIN_TOKENS, MAX_TOKENS), {
    doc: 'How many tokens one attempt may use: input, output, and what is written to the cache or read from it.',
    value: null,
  }),
}

export type AnthropicSettings = SettingsOf<typeof anthropicFields>
