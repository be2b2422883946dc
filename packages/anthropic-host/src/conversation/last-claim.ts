import type { BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'

/** Returns the status of which the model last told Coppice by its tool. @returns null when it told none */
export function lastClaim(messages: readonly BetaMessageParam[]): string | null {
  const calls = messages.flatMap(({ content }) =>
    Array.isArray(content) ? content.flatMap((block) => (block.type === 'tool_use' ? [block] : [])) : [],
  )
  const last = calls.findLast(({ name }) => name === 'update_task_status')
  return (last?.input as { status?: string } | undefined)?.status ?? null
}
