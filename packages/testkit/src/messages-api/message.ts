/** A block of a reply of the model. */
export type ReplyBlock =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; name: string; input: Readonly<Record<string, unknown>> }

/** The part of a request to `POST /v1/messages` that scripts use. */
export interface MessagesRequest {
  model: string
  stream?: boolean
  system?: string | readonly { type: string; text?: string }[]
  messages: readonly { role: string; content: string | readonly ContentBlock[] }[]
  tools?: readonly { name: string }[]
}

export interface ContentBlock {
  type: string
  text?: string
  name?: string
  content?: unknown
  is_error?: boolean
}

/** A message of the Messages API, as in a reply without streaming. */
export interface Message {
  id: string
  type: 'message'
  role: 'assistant'
  model: string
  content: readonly (ReplyBlock & { id?: string })[]
  stop_reason: 'end_turn' | 'tool_use'
  stop_sequence: null
  usage: { input_tokens: number; output_tokens: number }
}

const BYTES_PER_TOKEN = 4

/** Returns a rough number of tokens. Clients need no exact number. */
export const tokensOf = (value: unknown): number =>
  Math.ceil(Buffer.byteLength(JSON.stringify(value)) / BYTES_PER_TOKEN)

/** Creates a reply. @param number the number of the message within the server, for unique ids */
export function messageOf(request: MessagesRequest, blocks: readonly ReplyBlock[], number: number): Message {
  return {
    id: `msg_${number}`,
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: blocks.map((block, index) =>
      block.type === 'tool_use' ? { ...block, id: `toolu_${number}_${index}` } : block,
    ),
    stop_reason: blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: tokensOf(request.messages), output_tokens: tokensOf(blocks) },
  }
}
