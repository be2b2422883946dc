import type { ConnectionNotice } from '../client/server-link.ts'
import type { ProgressEvent } from './progress-event.ts'

/** How a run is shown while it goes on. While the connection is lost, nothing claims to be of now. */
export interface View extends ConnectionNotice {
  show(event: ProgressEvent): void
  /** What is live goes away; what has scrolled stays. Idempotent. */
  close(): void
}
