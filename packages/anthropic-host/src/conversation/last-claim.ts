import type { BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'

/** Returns the last claim that the model made with its task tool. @returns null when the model made none */
export function lastClaim(messages: readonly BetaMessageParam[]): string | null {
  const calls = messages.flatMap(({ content }) =>
    Array.isArray(content) ? content.flatMap((block) => (block.type === 'tool_use' ? [block] : [])) : [],
  )
  const last = calls.findLast(({ name }) => name === 'update_task_status')
  return (last?.input as { status?: string } | undefined)?.status ?? null
}
