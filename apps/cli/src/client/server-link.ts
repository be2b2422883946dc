import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiClient, ConnectionLost, createApiClient, type ServerAddress, TokenRefused } from './api-client.ts'
import { runningServer } from './running-server.ts'

/** Told while a server is away. */
export interface ConnectionNotice {
  /** The connection was lost at this moment. */
  lost(): void
  regained(url: string): void
}

/** A server that may be replaced by another while a command talks to it: killed, handed over, restarted at another address. */
export interface ServerLink {
  /** Speaks to the server as it was last found. */
  readonly api: ApiClient
  readonly url: string
  /**
   * After a failure: waits until a server takes work, and learns its address and token. It waits as long as nobody aborts. Throws the
   * failure where no other server could mend it: what is no lost connection, and a token that the server itself has written down.
   */
  regain(failure: unknown, following: Following): Promise<void>
}

/** What goes on across lost connections, until the signal. */
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

/** A server that is this process is never lost: every failure is what it says. */
export const linkOwnServer = (address: ServerAddress): ServerLink => ({
  api: createApiClient(address),
  url: address.url,
  async regain(failure) {
    throw failure
  },
})

/** The result of a read, asked again of the next server where this one goes; null where the signal came first. */
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
