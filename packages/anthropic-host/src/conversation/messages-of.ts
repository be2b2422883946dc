import type {
  BetaContentBlockParam,
  BetaMessageParam,
  BetaToolResultBlockParam,
  BetaToolUseBlockParam,
} from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { ConversationRecord, Reply } from './record.ts'

/**
 * Returns the messages of a conversation, as they are sent to the model. The results of a reply's tools come first in the message after it,
 * in the order of the calls, because the API requires that.
 */
export function messagesOf(records: readonly ConversationRecord[]): BetaMessageParam[] {
  const messages: BetaMessageParam[] = []
  let since: ConversationRecord[] = []
  let last: Reply | null = null
  const close = () => {
    const content = userContent(last, since)
    if (content.length > 0) messages.push({ role: 'user', content })
    since = []
  }
  for (const record of records) {
    if (record.is !== 'reply') {
      since.push(record)
      continue
    }
    close()
    const content = record.content.filter(isSendable)
    if (content.length > 0) messages.push({ role: 'assistant', content })
    last = record
  }
  close()
  return messages
}

function userContent(last: Reply | null, since: readonly ConversationRecord[]): BetaContentBlockParam[] {
  const results = new Map(since.flatMap((one) => (one.is === 'result' ? [[one.result.tool_use_id, one.result]] : [])))
  const inOrder = last === null ? [] : callsOf(last).flatMap(({ id }) => results.get(id) ?? [])
  return [...inOrder, ...since.flatMap((one) => (one.is === 'said' ? one.content : []))]
}

/** A reply may be empty or have an empty text, but the API accepts neither. */
const isSendable = (block: BetaContentBlockParam): boolean => block.type !== 'text' || block.text.trim() !== ''

export const callsOf = ({ content }: Reply): BetaToolUseBlockParam[] =>
  content.filter((block) => block.type === 'tool_use')

/** Where a conversation stands. */
export interface Standing {
  last: Reply | null
  /** The calls of the last reply that have no result. */
  open: readonly BetaToolUseBlockParam[]
  /** Whether the model has ended its turn, and nothing was said since. */
  isTurnOver: boolean
}

const ENDS_TURN: ReadonlySet<Reply['stopReason']> = new Set(['end_turn', 'stop_sequence'])

export function standingOf(records: readonly ConversationRecord[]): Standing {
  const at = records.findLastIndex(({ is }) => is === 'reply')
  const last = at < 0 ? null : (records[at] as Reply)
  const since = records.slice(at + 1)
  const known = new Set(since.flatMap((one) => (one.is === 'result' ? [one.result.tool_use_id] : [])))
  const open = last === null ? [] : callsOf(last).filter(({ id }) => !known.has(id))
  return { last, open, isTurnOver: last !== null && ENDS_TURN.has(last.stopReason) && since.length === 0 }
}

/** Returns a result for a tool call that the agent was carrying out when it was cut off. Nobody knows whether the tool has run. */
export const unknownOutcome = ({ id }: { id: string }): BetaToolResultBlockParam => ({
  type: 'tool_result',
  tool_use_id: id,
  is_error: true,
  content:
    'The outcome of this call is unknown, because the agent was cut off. Look at the worktree before you call the tool again.',
})
