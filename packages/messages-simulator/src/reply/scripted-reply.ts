import { digestOf } from '../chance.ts'
import { ApiError } from '../http/api-error.ts'
import type { MessagesRequest } from '../http/messages-request.ts'
import { findTool, inputFor, type OfferedTool, offeredTools } from '../script/offered-tool.ts'
import type { Call } from '../script/script.ts'
import { callId, type ScriptPosition } from '../script/script-position.ts'
import type { Reply, ReplyBlock } from './reply.ts'

/**
 * Returns the reply of a step.
 *
 * @param unique hexadecimal digits of which ids of calls and signatures are made
 * @throws ApiError when the step calls a tool that the client does not offer
 */
export function scriptedReply(key: string, position: ScriptPosition, request: MessagesRequest, unique: string): Reply {
  const { step, begun, turn } = position
  const { text, calls } = step
  const tools = offeredTools(request)
  const thinking = request.thinking?.type === 'disabled' ? undefined : step.thinking
  const rest = text?.startsWith(begun) ? text.slice(begun.length) : text
  const blocks: ReplyBlock[] = [
    ...(thinking && !begun ? [{ type: 'thinking' as const, thinking, signature: digestOf('thinking', unique) }] : []),
    ...(rest ? [{ type: 'text' as const, text: rest }] : []),
    ...calls.map((call, index) => callBlock(call, tools, callId(key, turn, digestOf(unique, index).slice(0, 16)))),
  ]
  return { blocks, stopReason: calls.length > 0 ? 'tool_use' : 'end_turn' }
}

function callBlock(call: Call, tools: readonly OfferedTool[], id: string): ReplyBlock {
  const tool = findTool(tools, call.tool)
  if (!tool) {
    const offered = tools.map(({ name }) => name).join(', ') || 'none'
    throw new ApiError(400, `simulator: the script calls the tool "${call.tool}", but the request offers: ${offered}`)
  }
  return { type: 'tool_use', id, name: tool.name, json: JSON.stringify(inputFor(tool, call)) }
}
