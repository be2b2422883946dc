import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { eventStream } from './event-stream.ts'

/** The address of a server and a token for it. */
export interface ServerAddress {
  url: string
  token: string
}

export type Variables = Readonly<Record<string, unknown>>

/** A client of the public GraphQL API. The CLI has no other way to the server, so it can do only what any client can do. */
export interface ApiClient {
  request<Data>(document: string, variables?: Variables): Promise<Data>
  /** @returns the results of a subscription, until the server completes it. @throws ConnectionLost when the connection breaks before that. */
  subscribe<Data>(document: string, variables: Variables, signal: AbortSignal): AsyncGenerator<Data>
}

/** No server accepts requests at this address: it has not started, is stopping, or cannot be reached. Another server may replace it. */
export class ConnectionLost extends Error {}

/** The server does not accept the token. This also happens after a restart, because each start writes a new token for this machine. */
export class TokenRefused extends CommandError {
  constructor(message: string) {
    super(EXIT.unauthenticated, message)
  }
}

/** The server sends a keep-alive every 12 s. If it sends nothing for this long, it is frozen or the network is broken. */
const LONGEST_SILENCE_MS = 30_000

interface Answer<Data> {
  data?: Data | null
  errors?: readonly { message: string; extensions?: { code?: string } }[]
}

export function createApiClient(
  { url, token }: ServerAddress,
  { longestSilenceMs = LONGEST_SILENCE_MS } = {},
): ApiClient {
  const post = async (accept: string, query: string, variables: Variables, signal?: AbortSignal) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal,
    }).catch((error: unknown) => {
      throw new ConnectionLost(`The server at ${url} does not respond.`, { cause: error })
    })
    if (response.status === 503) throw new ConnectionLost(`The server at ${url} is starting or stopping.`)
    return response
  }

  return {
    async request<Data>(document: string, variables: Variables = {}) {
      return dataOf(await answer<Data>(await post('application/json', document, variables)))
    },
    async *subscribe<Data>(document: string, variables: Variables, signal: AbortSignal) {
      const silence = new AbortController()
      const timer = setTimeout(() => silence.abort(), longestSilenceMs)
      try {
        const response = await post('text/event-stream', document, variables, AbortSignal.any([signal, silence.signal]))
        if (response.headers.get('content-type')?.startsWith('text/event-stream'))
          yield* resultsOf<Data>(response, () => timer.refresh())
        else dataOf(await answer<Data>(response))
      } catch (error) {
        if (!silence.signal.aborted) throw error
        throw new ConnectionLost(`The server at ${url} has stopped sending.`, { cause: error })
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

async function answer<Data>(response: Response): Promise<Answer<Data>> {
  const text = await response.text().catch((error: unknown) => {
    throw new ConnectionLost('The server closed the connection.', { cause: error })
  })
  return JSON.parse(text) as Answer<Data>
}

async function* resultsOf<Data>(response: Response, onChunk: () => void): AsyncGenerator<Data> {
  if (response.body === null) throw new ConnectionLost('The server sent nothing.')
  for await (const { event, data } of eventStream(watched(response.body, onChunk))) {
    if (event === 'complete') return
    if (event === 'next') yield dataOf(JSON.parse(data) as Answer<Data>)
  }
  throw new ConnectionLost('The server closed the connection.')
}

async function* watched<Chunk>(chunks: AsyncIterable<Chunk>, onChunk: () => void): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    onChunk()
    yield chunk
  }
}

function dataOf<Data>({ data, errors }: Answer<Data>): Data {
  const [error] = errors ?? []
  if (error?.extensions?.code === 'UNAUTHENTICATED') throw new TokenRefused(error.message)
  if (error?.extensions?.code === 'FORBIDDEN') throw new CommandError(EXIT.unauthenticated, error.message)
  if (error || !data)
    throw new CommandError(
      EXIT.failed,
      error ? `The server reported an error: ${error.message}` : 'The response of the server has no data.',
    )
  return data
}
