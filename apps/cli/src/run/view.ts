import type { RunEvent } from '@coppice/run-model'
import type { ConnectionNotice } from '../client/server-link.ts'

/** How a run is shown while it runs. While the connection is lost, it says how old the last news is. */
export interface View extends ConnectionNotice {
  show(event: RunEvent): void
  /** Removes what is redrawn; what has scrolled stays. Idempotent. */
  close(): void
}
