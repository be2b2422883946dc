import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { eventStream } from './event-stream.ts'

/** A server to talk to. */
export interface ServerAddress {
  url: string
  token: string
}

export type Variables = Readonly<Record<string, unknown>>

/** Speaks the public contract to a server: what the CLI does, any client can do. */
export interface ApiClient {
  request<Data>(document: string, variables?: Variables): Promise<Data>
  /** The answers of a subscription; ends when the server says that it is complete, throws ConnectionLost where the wire broke. */
  subscribe<Data>(document: string, variables: Variables, signal: AbortSignal): AsyncGenerator<Data>
}

/** The server is not there, or no longer. */
export class ConnectionLost extends Error {}

interface Answer<Data> {
  data?: Data | null
  errors?: readonly { message: string; extensions?: { code?: string } }[]
}

export function createApiClient({ url, token }: ServerAddress): ApiClient {
  const post = (accept: string, query: string, variables: Variables, signal?: AbortSignal) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal,
    }).catch((error: unknown) => {
      throw new ConnectionLost(`The server at ${url} does not answer.`, { cause: error })
    })

  return {
    async request<Data>(document: string, variables: Variables = {}) {
      const response = await post('application/json', document, variables)
      return dataOf((await response.json()) as Answer<Data>)
    },
    async *subscribe<Data>(document: string, variables: Variables, signal: AbortSignal) {
      const response = await post('text/event-stream', document, variables, signal)
      if (response.headers.get('content-type')?.startsWith('text/event-stream')) yield* answers<Data>(response)
      else dataOf((await response.json()) as Answer<Data>)
    },
  }
}

async function* answers<Data>(response: Response): AsyncGenerator<Data> {
  if (response.body === null) throw new ConnectionLost('The server sent nothing.')
  for await (const { event, data } of eventStream(response.body)) {
    if (event === 'complete') return
    if (event === 'next') yield dataOf(JSON.parse(data) as Answer<Data>)
  }
  throw new ConnectionLost('The server closed the connection.')
}

function dataOf<Data>({ data, errors }: Answer<Data>): Data {
  const [error] = errors ?? []
  if (error?.extensions?.code === 'UNAUTHENTICATED' || error?.extensions?.code === 'FORBIDDEN')
    throw new CommandError(EXIT.unauthenticated, error.message)
  if (error || !data) throw new Error(`The server answered: ${error?.message ?? 'nothing'}`)
  return data
}
