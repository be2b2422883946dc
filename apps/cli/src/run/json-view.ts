import { tellConnection } from '../client/tell-connection.ts'
import type { Io } from '../io.ts'
import type { View } from './view.ts'

/** NDJSON: each event as the subscription delivered it. */
export function jsonView(io: Io): View {
  const connection = tellConnection(io)
  return {
    show: (event) => io.json(event),
    lost: connection.lost,
    regained: connection.regained,
    close: connection.close,
  }
}
