import type { MessagesRequest } from '../http/messages-request.ts'
import type { Reply } from '../reply/reply.ts'
import type { SideRequest } from './side-request.ts'

const TITLE = 'Simulated session'

/**
 * Returns a reply with which the agent continues.
 *
 * @param summary the summary of the conversation, for a request that wants one
 */
export function sideReply(side: SideRequest, request: MessagesRequest, summary: string): Reply {
  return { blocks: [{ type: 'text', text: textFor(side, request, summary) }], stopReason: 'end_turn' }
}

function textFor(side: SideRequest, { output_config }: MessagesRequest, summary: string): string {
  switch (side) {
    case 'title':
      return output_config?.format ? JSON.stringify({ title: TITLE }) : TITLE
    case 'classifier':
      return '<block>no</block>'
    case 'suggestion':
      return 'commit this'
    case 'summary':
      return `<summary>${summary}</summary>`
  }
}
