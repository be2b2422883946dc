import type { RunEvent } from '@coppice/run-model'
import type { ConnectionNotice } from '../client/server-link.ts'

/** Shows the events of a run on stdout. While the connection is lost, it shows how old the last event is. */
export interface View extends ConnectionNotice {
  show(event: RunEvent): void
  /** Ends the view: it clears the lines that it redraws and stops its timers. A second call does nothing. */
  close(): void
}
