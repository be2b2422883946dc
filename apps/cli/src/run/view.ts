import type { ProgressEvent } from './progress-event.ts'

/** How a run is shown while it goes on. */
export interface View {
  show(event: ProgressEvent): void
  /** What is live goes away; what has scrolled stays. Idempotent. */
  close(): void
}
