import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiClient, ConnectionLost, createApiClient, type ServerAddress, TokenRefused } from './api-client.ts'
import { runningServer } from './running-server.ts'

/** Called while no server can be reached. */
export interface ConnectionNotice {
  /** The connection was lost now. */
  lost(): void
  regained(url: string): void
}

/** A server that another server may replace while a command talks to it: it is killed, handed over, or restarted at another address. */
export interface ServerLink {
  /** A client of the server that was found last. */
  readonly api: ApiClient
  readonly url: string
  /**
   * Call it after a failure. It waits until a server accepts work, and learns its address and token. It waits until somebody aborts.
   * @throws the failure when another server cannot help: when it is not a lost connection, and when the server itself has written the
   * token.
   */
  regain(failure: unknown, following: Following): Promise<void>
}

/** What survives lost connections, until the signal. */
export interface Following {
  signal: AbortSignal
  notice: ConnectionNotice
}

const RETRY_MS = 250

export function linkServer(home: string, first: ServerAddress): ServerLink {
  let address = first
  let client = createApiClient(first)
  const isOther = async (failure: unknown): Promise<boolean> => {
    const found = await runningServer(home)
    if (found === null) return false
    if (failure instanceof TokenRefused && found.token === address.token) throw failure
    address = found
    client = createApiClient(found)
    return true
  }
  return {
    api: {
      request: (document, variables) => client.request(document, variables),
      subscribe: (document, variables, signal) => client.subscribe(document, variables, signal),
    },
    get url() {
      return address.url
    },
    async regain(failure, { signal, notice }) {
      if (!(failure instanceof ConnectionLost || failure instanceof TokenRefused)) throw failure
      await pause(signal)
      if (signal.aborted || (await isOther(failure))) return
      notice.lost()
      while (!signal.aborted && !(await isOther(failure))) await pause(signal)
      if (!signal.aborted) notice.regained(address.url)
    },
  }
}

const pause = (signal: AbortSignal): Promise<void> => sleep(RETRY_MS, undefined, { signal }).catch(() => {})

/** A link to a server in this process. It is never lost, so every failure is final. */
export const linkOwnServer = (address: ServerAddress): ServerLink => ({
  api: createApiClient(address),
  url: address.url,
  async regain(failure) {
    throw failure
  },
})

/** The result of a read. If the server goes away, the next server is asked again. @returns null when the signal came first. */
export async function untilAnswered<Data>(
  link: ServerLink,
  following: Following,
  ask: (api: ApiClient) => Promise<Data>,
): Promise<Data | null> {
  while (!following.signal.aborted) {
    try {
      return await ask(link.api)
    } catch (failure) {
      await link.regain(failure, following)
    }
  }
  return null
}
