import type { GraphqlAnswer, ServerAddress, Variables } from './graphql-client.ts'

export interface SseEvent {
  event: string
  data: string
}

interface SseOptions {
  signal?: AbortSignal
}

/**
 * Yields the events of a subscription, with the last event `complete`. It ends when the server ends the stream, and throws when the
 * connection breaks.
 */
export async function* sseEvents(
  { url, token }: ServerAddress,
  document: string,
  variables: Variables = {},
  { signal }: SseOptions = {},
): AsyncGenerator<SseEvent> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      // Each request gets a new connection. The server could close a connection that is kept open just when the client uses it again.
      connection: 'close',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: document, variables }),
  })
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new Error(`the response is not an event stream: ${response.status} ${await response.text()}`)
  let buffer = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (buffer + chunk).split('\n\n')
    buffer = blocks.pop() ?? ''
    yield* blocks.map(eventOf).filter((event) => event !== null)
  }
}

/** Yields the results of a subscription until it is complete. @throws when the stream ends before that */
export async function* sse<Data = Record<string, unknown>>(
  address: ServerAddress,
  document: string,
  variables: Variables = {},
  options: SseOptions = {},
): AsyncGenerator<Data> {
  for await (const { event, data } of sseEvents(address, document, variables, options)) {
    if (event === 'complete') return
    const answer = JSON.parse(data) as GraphqlAnswer<Data>
    if (answer.errors || !answer.data) throw new Error(data)
    yield answer.data
  }
  throw new Error('the stream ended before it was complete')
}

function eventOf(block: string): SseEvent | null {
  const values = (name: string) =>
    block.split('\n').flatMap((line) => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1).trimStart()] : []))
  const [event] = values('event')
  return event === undefined ? null : { event, data: values('data').join('\n') }
}
