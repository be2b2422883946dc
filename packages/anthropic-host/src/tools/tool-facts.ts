import type {
  BetaToolResultBlockParam,
  BetaToolUseBlockParam,
} from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { ToolAnswered, ToolCalled } from '@coppice/engine/domain/session-facts'

export const toolCalled = ({ id: callId, name: tool, input }: BetaToolUseBlockParam): ToolCalled => ({
  type: 'ToolCalled',
  callId,
  tool,
  text: inputText(input),
})

export const toolAnswered = ({ tool_use_id: callId, content, is_error }: BetaToolResultBlockParam): ToolAnswered => ({
  type: 'ToolAnswered',
  callId,
  isError: is_error ?? false,
  text: contentText(content),
})

/** A shell command is shown as it is, and any other input as JSON. */
function inputText(input: unknown): string {
  const { command, ...rest } = (input ?? {}) as { command?: unknown }
  return typeof command === 'string' && Object.keys(rest).length === 0 ? command : JSON.stringify(input)
}

const contentText = (content: BetaToolResultBlockParam['content']): string =>
  typeof content === 'string'
    ? content
    : (content ?? []).map((block) => (block.type === 'text' ? block.text : `[${block.type}]`)).join('\n')
