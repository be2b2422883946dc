import type { Credential } from '../access/credential.ts'
import { LIMITS } from '../graphql/limits.ts'
import { createTurns, type TurnQueue, type Turns } from './turns.ts'

/** Counts the open connections and unread bytes of one token, including its console sessions, so that they are bounded (R4). */
export interface Share {
  readonly turns: TurnQueue
  /** Counts an open socket or stream. @returns a function to call when it is closed; null when the token has reached its limit. */
  open(what: 'sockets' | 'streams'): (() => void) | null
  /** Counts the unread bytes of a connection from now on. @returns a function that stops this, to call when the connection is closed */
  watch(connection: Connection): () => void
  /** If all connections of the token together have too many unread bytes, it ends the connection with the most unread bytes. */
  boundUnread(): void
}

/** A socket or a stream of server-sent events. */
export interface Connection {
  /** The bytes that wait in this process until the client reads. */
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
        `More than ${LIMITS.unreadBytesPerCredential} bytes wait for the clients of this token. Read faster, and continue from the last number.`,
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
