import type { Clock } from '@coppice/engine'
import { LIMITS } from '../graphql/limits.ts'
import type { Connection, Share } from './shares.ts'

/** All bytes that a connection has given to the system so far. The number stops growing while nobody reads. */
export interface WatchedConnection extends Connection {
  takenBytes(): number
}

/** R4: cuts off a connection that takes nothing of the waiting data. @returns a function that stops watching. */
export function cutOffUnread(share: Share, connection: WatchedConnection, clock: Clock): () => void {
  const forget = share.watch(connection)
  let taken = 0
  let cancel = look()

  function look(): () => void {
    return clock.after(LIMITS.unreadMs, () => {
      const now = connection.takenBytes()
      if (connection.unreadBytes() > 0 && now === taken)
        return connection.cutOff(
          `The reader took nothing for ${LIMITS.unreadMs / 1000} s. Continue from the last number.`,
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
