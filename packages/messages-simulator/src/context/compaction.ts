import type { MessagesRequest } from '../http/messages-request.ts'
import { type Marked, markerAfter, withoutMarker } from '../script/script-position.ts'
import { promptTokens } from '../usage/prompt-blocks.ts'

/** How a request is compacted. `alone`: the reply is the summary. Otherwise the model also replies. */
export interface Compaction {
  alone: boolean
}

/** The default of the API. */
const TRIGGER_TOKENS = 150_000

/** @returns null when the request is not to be compacted */
export function compactionOf(request: MessagesRequest): Compaction | null {
  if (request.compaction) return { alone: true }
  const edit = request.context_management?.edits?.find(({ type }) => type === 'compact_20260112')
  if (edit?.type !== 'compact_20260112') return null
  if (promptTokens(request) <= (edit.trigger?.value ?? TRIGGER_TOKENS)) return null
  return { alone: edit.pause_after_compaction === true }
}

/**
 * Returns the summary of a conversation. It has a marker, so that the script continues where it was.
 *
 * @param stepsDone the steps of the script that the conversation has done
 */
export const summaryOf = (marked: Marked | null, stepsDone: number): string =>
  marked
    ? `${markerAfter(marked.key, stepsDone)} Summary (simulated): ${stepsDone} steps are done. The task: ${withoutMarker(marked.prompt)}`
    : 'Summary (simulated).'

/** Returns the request with the summary in place of its messages, as the model sees it after the compaction. */
export const compacted = (request: MessagesRequest, summary: string): MessagesRequest => ({
  ...request,
  messages: [{ role: 'assistant', content: [{ type: 'compaction', content: summary }] }],
})
