import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiClient, ConnectionLost, createApiClient, type ServerAddress, TokenRefused } from './api-client.ts'
import { runningServer } from './running-server.ts'

/** Callbacks that report when the connection to the server is lost and found again. */
export interface ConnectionNotice {
  lost(): void
  regained(url: string): void
}

/**
 * A command's connection to the server of a data folder. The server may be killed, handed over or restarted at another address while the
 * command runs. The link then connects to the server that replaces it.
 */
export interface ServerLink {
  /** A client of the present server. */
  readonly api: ApiClient
  readonly url: string
  /**
   * Call it after a failed request. It waits until a server accepts work, and then uses that server. It stops waiting when
   * `following.signal` aborts.
   * @throws the failure when another try would fail too: when the failure is neither a lost connection nor a refused token, and when the
   *   running server has refused the very token that it wrote for this machine
   */
  regain(failure: unknown, following: Following): Promise<void>
}

/** What a command does after a lost connection: it waits for a server until `signal` aborts, and it calls `notice`. */
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
      download: (path, signal) => client.download(path, signal),
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

/** @returns a link to a server in this process. Its connection cannot be lost, so every failure is final. */
export const linkOwnServer = (address: ServerAddress): ServerLink => ({
  api: createApiClient(address),
  url: address.url,
  async regain(failure) {
    throw failure
  },
})

/** Sends a query. After a lost connection, it sends the query to the next server. @returns null when `following.signal` aborts first. */
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
