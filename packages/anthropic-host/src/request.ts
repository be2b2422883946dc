import type { BetaRunnableTool } from '@anthropic-ai/sdk/lib/tools/BetaRunnableTool'
import type { BetaToolRunnerParams } from '@anthropic-ai/sdk/lib/tools/BetaToolRunner'
import type { BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { LEARNING_SYSTEM, SYSTEM } from './texts.ts'

/** The limit of one reply, which all current models allow. */
const MAX_REPLY_TOKENS = 32_000
const CACHED = { cache_control: { type: 'ephemeral' } } as const

/** From this size on, the provider leaves out the oldest results of tools. What is left out no longer counts, but must be cached again. */
const EDIT_ABOVE_TOKENS = 120_000
const KEPT_TOOL_USES = 8
const EDIT_AT_LEAST_TOKENS = 30_000

export interface RequestParts {
  model: string
  /** The largest reply of a LEARNING session, in tokens. It is absent for sessions of other kinds. */
  learningReplyTokens?: number | undefined
  tools: BetaRunnableTool[]
  messages: BetaMessageParam[]
  /** The number of replies that the runner may ask for. */
  turns: number
}

/**
 * The parameters of the tool runner. The breakpoints of the prompt cache are the last tool, the system prompt, and the last block of the
 * conversation. `thread: false` keeps the conversation here and not at the provider, so that it can be replayed (R1).
 */
export const runnerParams = ({
  model,
  tools,
  messages,
  turns,
  learningReplyTokens,
}: RequestParts): BetaToolRunnerParams & { stream: true } => ({
  ...{ model, tools, messages, max_iterations: turns, stream: true, thread: false },
  max_tokens: learningReplyTokens ?? MAX_REPLY_TOKENS,
  system: [{ type: 'text', text: learningReplyTokens === undefined ? SYSTEM : LEARNING_SYSTEM, ...CACHED }],
  ...CACHED,
  betas: ['context-management-2025-06-27'],
  context_management: {
    edits: [
      {
        type: 'clear_tool_uses_20250919',
        trigger: { type: 'input_tokens', value: EDIT_ABOVE_TOKENS },
        keep: { type: 'tool_uses', value: KEPT_TOOL_USES },
        clear_at_least: { type: 'input_tokens', value: EDIT_AT_LEAST_TOKENS },
      },
    ],
  },
})
