import type { Message } from './message.ts'

/** Returns the message as server-sent events, for a client that requested a stream. */
export function messageStream(message: Message): string {
  const { usage, stop_reason, stop_sequence } = message
  const begun = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } }
  return [
    event('message_start', { message: begun }),
    ...message.content.flatMap(blockEvents),
    event('message_delta', { delta: { stop_reason, stop_sequence }, usage }),
    event('message_stop', {}),
  ].join('')
}

function blockEvents(block: Message['content'][number], index: number): string[] {
  const [empty, delta] =
    block.type === 'text'
      ? [
          { ...block, text: '' },
          { type: 'text_delta', text: block.text },
        ]
      : [
          { ...block, input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
        ]
  return [
    event('content_block_start', { index, content_block: empty }),
    event('content_block_delta', { index, delta }),
    event('content_block_stop', { index }),
  ]
}

const event = (type: string, data: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
