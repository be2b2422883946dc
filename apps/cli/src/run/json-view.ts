import { reportConnection } from '../client/report-connection.ts'
import type { Io } from '../io.ts'
import type { View } from './view.ts'

/** Prints each event as the API sent it, one JSON document per line (NDJSON). */
export function jsonView(io: Io): View {
  const connection = reportConnection(io)
  return {
    show: (event) => io.json(event),
    lost: connection.lost,
    regained: connection.regained,
    close: connection.close,
  }
}
