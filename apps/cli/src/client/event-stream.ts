/** One event of a `text/event-stream`. Keep-alive comments are not events. */
export interface ServerSentEvent {
  event: string
  data: string
}

/** @returns the server-sent events of a stream. When the stream breaks, the generator ends without an error. */
export async function* eventStream(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder()
  let buffer = ''
  try {
    for await (const chunk of body) {
      const blocks = (buffer + decoder.decode(chunk, { stream: true })).split(/\r?\n\r?\n/)
      buffer = blocks.pop() ?? ''
      for (const block of blocks) yield* parsed(block)
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
  }
}

function* parsed(block: string): Generator<ServerSentEvent> {
  const fields = block.split(/\r?\n/).map((line) => /^(\w+): ?(.*)$/.exec(line))
  const values = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []))
  const [event] = values('event')
  if (event !== undefined) yield { event, data: values('data').join('\n') }
}
