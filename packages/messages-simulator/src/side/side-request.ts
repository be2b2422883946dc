import type { MessagesRequest } from '../http/messages-request.ts'
import { textOf } from '../script/script-position.ts'

/** What a coding agent asks for beside its conversation: these requests are no turns of a script. */
export type SideRequest = 'title' | 'classifier' | 'suggestion' | 'summary'

/**
 * Says what a request beside the conversation is for. It is null for a turn of the conversation. Seen in Claude Code 2.1.318 and 2.1.332
 * and in OpenCode 1.18.33:
 * - a title of the session: no tools, and a JSON schema (Claude Code) or a system prompt (OpenCode) that say so,
 * - a classifier of a tool call, in the permission mode `auto`: the reply is to begin with `<block>`,
 * - a suggestion of what the user could type next: the last message of the conversation asks for it,
 * - a summary of the conversation, when the context is full: as its last message (Claude Code), or of a conversation that is written in the
 *   prompt (OpenCode).
 */
export function sideRequestOf(request: MessagesRequest): SideRequest | null {
  const system = textOf(request.system ?? [])
  const last = textOf(request.messages.findLast(({ role }) => role === 'user')?.content ?? [])
  if (request.stop_sequences?.includes('</block>') || last.includes('<block>')) return 'classifier'
  if (last.startsWith('[SUGGESTION MODE')) return 'suggestion'
  if (last.includes('create a detailed summary of the conversation')) return 'summary'
  if (system.includes('context summarization agent')) return 'summary'
  const hasTools = (request.tools ?? []).length > 0
  if (!hasTools && (asksForTitle(request) || /title generator|naming a coding session/i.test(system))) return 'title'
  return null
}

function asksForTitle({ output_config }: MessagesRequest): boolean {
  const properties = output_config?.format?.schema.properties
  return typeof properties === 'object' && properties !== null && 'title' in properties
}
