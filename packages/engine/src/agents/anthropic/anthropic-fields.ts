import type { SettingsOf } from '../../ports/agent.ts'
import { list } from '../../shapes/list.ts'
import { integer, serverUrl, text } from '../../shapes/scalars.ts'
import { optional, secret } from '../agent-field.ts'

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
  baseUrl: optional(serverUrl, {
    doc: 'The address of another server that speaks the Messages API. The agent then gets no variable ANTHROPIC_… of the server, and its key is in the variable that "apiKey" names.',
    value: null,
  }),
  apiKey: secret({
    doc: 'The name of the environment variable with the key for "baseUrl". A server on your own machine often needs none.',
    value: null,
  }),
  askBefore: optional(list(text), {
    doc: 'Texts such as "npm publish". A shell command that contains one of them runs only after a person has allowed it.',
    value: [] as readonly string[],
  }),
}

export type AnthropicSettings = SettingsOf<typeof anthropicFields>
