import type { SettingsOf } from '../../ports/agent.ts'
import { list } from '../../shapes/list.ts'
import { serverUrl, text } from '../../shapes/scalars.ts'
import { optional, secret } from '../agent-field.ts'
import { MAX_TOKENS_DOC, MAX_TURNS_DOC, maxTokens, maxTurns } from '../limits/use-limits.ts'

export const anthropicFields = {
  maxTurns: optional(maxTurns, { doc: MAX_TURNS_DOC, value: 200 }),
  maxTokens: optional(maxTokens, { doc: MAX_TOKENS_DOC, value: null }),
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
