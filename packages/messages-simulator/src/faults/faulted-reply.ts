import { outputTokens, type Reply, type ReplyBlock, shortened } from '../reply/reply.ts'
import { CUT_CALL } from '../script/script-position.ts'
import type { Fault } from './fault.ts'

/** Returns the reply that ends early in the way of the API: with a stop reason. Other faults leave it whole. */
export function faultedReply(reply: Reply, fault: Fault | null): Reply {
  switch (fault?.kind) {
    case 'max-tokens':
      return { blocks: part(reply, fault.after), stopReason: 'max_tokens' }
    case 'refusal':
      return { blocks: part(reply, fault.after).filter(isNoCall), stopReason: 'refusal' }
    case 'pause-turn':
      return { blocks: part(reply, fault.after).filter(isNoCutCall), stopReason: 'pause_turn' }
    default:
      return reply
  }
}

const part = ({ blocks }: Reply, after: number): ReplyBlock[] =>
  shortened(blocks, Math.floor(outputTokens(blocks) * after))

const isNoCall = (block: ReplyBlock): boolean => block.type !== 'tool_use'
const isNoCutCall = (block: ReplyBlock): boolean => block.type !== 'tool_use' || !block.id.startsWith(CUT_CALL)
