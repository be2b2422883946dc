import type { Credential } from '../access/credential.ts'
import { LIMITS } from '../graphql/limits.ts'
import { createTurns, type TurnQueue, type Turns } from './turns.ts'

/** What one credential uses at present (R4). The console sessions of a token count with it. */
export interface Share {
  readonly turns: TurnQueue
  /** Counts a socket or a stream until the returned function is called. @returns null when the credential already has as many open as it may. */
  open(what: 'sockets' | 'streams'): (() => void) | null
  /** Watches the unread bytes of a connection until the returned function is called. */
  watch(connection: Connection): () => void
  /** Cuts off the connection with the most unread bytes when all connections together have too many. */
  boundUnread(): void
}

/** A socket or a stream of server-sent events. */
export interface Connection {
  /** The bytes that wait in this process for the reader. */
  unreadBytes(): number
  cutOff(reason: string): void
}

export interface Shares {
  of(credential: Credential): Share
}

const MOST = { sockets: LIMITS.socketsPerCredential, streams: LIMITS.streamsPerCredential } as const

export function createShares(): Shares {
  const turns = createTurns()
  const shares = new Map<string, Share>()
  return {
    of(credential) {
      const key = credential.kind === 'local' ? 'local' : credential.tokenId
      const share = shares.get(key) ?? createShare(turns)
      shares.set(key, share)
      return share
    },
  }
}

function createShare(turns: Turns): Share {
  const open = { sockets: 0, streams: 0 }
  const connections = new Set<Connection>()
  return {
    turns: turns.queue(),
    open(what) {
      if (open[what] >= MOST[what]) return null
      open[what] += 1
      return once(() => {
        open[what] -= 1
      })
    },
    watch(connection) {
      connections.add(connection)
      return () => void connections.delete(connection)
    },
    boundUnread() {
      const unread = [...connections].map((connection) => ({ connection, bytes: connection.unreadBytes() }))
      if (unread.reduce((sum, { bytes }) => sum + bytes, 0) <= LIMITS.unreadBytesPerCredential) return
      const most = unread.reduce((one, other) => (one.bytes >= other.bytes ? one : other))
      connections.delete(most.connection)
      most.connection.cutOff(
        `More than ${LIMITS.unreadBytesPerCredential} bytes wait for the readers of this token. Read faster and continue from the last number.`,
      )
    },
  }
}

function once(call: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    call()
  }
}
