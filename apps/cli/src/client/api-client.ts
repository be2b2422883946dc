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
  /**
   * @returns the results of a subscription, until the server completes it.
   *
   * @throws ConnectionLost when the connection breaks before that.
   */
  subscribe<Data>(document: string, variables: Variables, signal: AbortSignal): AsyncGenerator<Data>
  /**
   * Downloads a text, in pieces.
   *
   * @param path the path of an address of the server, such as `/transcripts/ID.md`
   * @throws ConnectionLost when the connection breaks before the end
   */
  download(path: string, signal: AbortSignal): AsyncGenerator<string>
}

/**
 * The server at this address has not started, is stopping or cannot be reached, or the connection to it broke. Another server may replace
 * it later, at another address.
 */
export class ConnectionLost extends Error {}

/** The server does not accept the token. This also happens after a restart, because each start writes a new token for this machine. */
export class TokenRefused extends CommandError {
  constructor(message: string) {
    super(EXIT.unauthenticated, message)
  }
}

/** The server sends a keep-alive in each stream every 12 s. If it sends nothing for this long, it is frozen or the network is broken. */
const LONGEST_SILENCE_MS = 30_000

interface Answer<Data> {
  data?: Data | null
  errors?: readonly { message: string; extensions?: { code?: string } }[]
}

export function createApiClient(
  { url, token }: ServerAddress,
  { longestSilenceMs = LONGEST_SILENCE_MS } = {},
): ApiClient {
  const post = (accept: string, query: string, variables: Variables, signal?: AbortSignal) =>
    send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query, variables }),
      signal,
    })

  const send = async (path: string, init: RequestInit & { headers: Record<string, string> }) => {
    const headers = { ...init.headers, authorization: `Bearer ${token}` }
    const response = await fetch(url + path, { ...init, headers }).catch((error: unknown) => {
      throw isUnreachable(error)
        ? new ConnectionLost(`The server at ${url} cannot be reached. ${WHAT_TO_DO}`, { cause: error })
        : closed(url, error)
    })
    if (response.status === 503)
      throw new ConnectionLost(
        `The server at ${url} is starting or stopping, so it did not carry out the command. Try again in a moment.`,
      )
    return response
  }

  return {
    async request<Data>(document: string, variables: Variables = {}) {
      return dataOf(url, await answer<Data>(url, await post('application/json', document, variables)))
    },
    async *subscribe<Data>(document: string, variables: Variables, signal: AbortSignal) {
      const silence = new AbortController()
      const timer = setTimeout(() => silence.abort(), longestSilenceMs)
      try {
        const response = await post('text/event-stream', document, variables, AbortSignal.any([signal, silence.signal]))
        if (response.headers.get('content-type')?.startsWith('text/event-stream'))
          yield* resultsOf<Data>(url, response, () => timer.refresh())
        else dataOf(url, await answer<Data>(url, response))
      } catch (error) {
        if (!silence.signal.aborted) throw error
        throw new ConnectionLost(
          `The server at ${url} has sent nothing for ${longestSilenceMs / 1_000} s. ${WHAT_TO_DO}`,
          { cause: error },
        )
      } finally {
        clearTimeout(timer)
      }
    },
    async *download(path: string, signal: AbortSignal) {
      const response = await send(path, { headers: {}, signal })
      if (!response.ok || response.body === null) {
        dataOf(url, await answer(url, response))
        throw notUnderstood(url)
      }
      try {
        yield* response.body.pipeThrough(new TextDecoderStream())
      } catch (error) {
        throw signal.aborted
          ? error
          : new ConnectionLost(`The server at ${url} closed the connection before the end of the text.`, {
              cause: error,
            })
      }
    },
  }
}

const WHAT_TO_DO =
  'To see whether a server is running, and its runs: coppice status. If none is running, start one: coppice serve'

/**
 * Whether Node could not connect to the address. If so, the server has certainly not received the request. After any other failure, it may
 * have.
 */
const isUnreachable = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  UNREACHABLE.includes(String(error.cause.code))

const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']

const closed = (url: string, cause?: unknown): ConnectionLost =>
  new ConnectionLost(
    `The server at ${url} closed the connection before it responded. It may have carried out the command. ${WHAT_TO_DO}`,
    { cause },
  )

async function answer<Data>(url: string, response: Response): Promise<Answer<Data>> {
  const text = await response.text().catch((error: unknown) => {
    throw closed(url, error)
  })
  try {
    return JSON.parse(text) as Answer<Data>
  } catch {
    throw notUnderstood(url)
  }
}

async function* resultsOf<Data>(url: string, response: Response, onChunk: () => void): AsyncGenerator<Data> {
  if (response.body === null) throw closed(url)
  for await (const { event, data } of eventStream(watched(response.body, onChunk))) {
    if (event === 'complete') return
    if (event === 'next') yield dataOf(url, JSON.parse(data) as Answer<Data>)
  }
  throw closed(url)
}

async function* watched<Chunk>(chunks: AsyncIterable<Chunk>, onChunk: () => void): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    onChunk()
    yield chunk
  }
}

const notUnderstood = (url: string): CommandError =>
  new CommandError(
    EXIT.failed,
    `The response of ${url} does not come from a Coppice server. Another program may use this address. To see whether the server is running: coppice status`,
  )

function dataOf<Data>(url: string, { data, errors }: Answer<Data>): Data {
  const [error] = errors ?? []
  if (error?.extensions?.code === 'UNAUTHENTICATED') throw new TokenRefused(error.message)
  if (error?.extensions?.code === 'FORBIDDEN') throw new CommandError(EXIT.unauthenticated, error.message)
  if (error) throw new CommandError(EXIT.failed, `The server reported an error: ${error.message}`)
  if (!data) throw notUnderstood(url)
  return data
}
