import type { Clock } from '@coppice/engine'
import { LIMITS } from '../graphql/limits.ts'
import type { Connection, Share } from './shares.ts'

export interface WatchedConnection extends Connection {
  /** All bytes that the operating system has accepted so far. The number stops growing while the client does not read. */
  takenBytes(): number
}

/** Disconnects a client that reads none of its waiting data for 30 s, so that memory is bounded (R4). @returns a function that stops this. */
export function cutOffUnread(share: Share, connection: WatchedConnection, clock: Clock): () => void {
  const forget = share.watch(connection)
  let taken = 0
  let cancel = look()

  function look(): () => void {
    return clock.after(LIMITS.unreadMs, () => {
      const now = connection.takenBytes()
      if (connection.unreadBytes() > 0 && now === taken)
        return connection.cutOff(
          `The client read nothing for ${LIMITS.unreadMs / 1000} s. Continue from the last number.`,
        )
      taken = now
      cancel = look()
    })
  }

  return () => {
    cancel()
    forget()
  }
}
