import type { ReachedLimit } from './provider.ts'
import type { ReportedMetrics } from './records.ts'
import type { Failed } from './session-facts.ts'

/** How the process of an agent ended, and what the agent reported. */
export interface ProcessEnd {
  /** `lost` means that the process died and nothing recorded its exit, for example because the machine was lost. */
  how: 'exited' | 'timed-out' | 'stalled' | 'cancelled' | 'interrupted' | 'lost'
  /** It is set when the agent reported that something else than Coppice told it to end, such as a machine that shuts down. */
  isSignalled?: true
  /** The exit code, or 128 plus the number of the signal that ended the process. It is null when the exit was not recorded. */
  exitCode: number | null
  /** The agent reported that its task needs no change. */
  noChange: boolean
  /** The id that the agent gave to its conversation. It is null when the agent gave none, or when its facts could not be read. */
  conversationId: string | null
  /** The metrics of the session. They are null when its facts could not be read. */
  metrics: ReportedMetrics | null
  /** The limit of its provider that the agent reported last (S5). It is null when the agent reported no limit. */
  limit: ReachedLimit | null
  /** The failure that the agent reported last (S5). It is null when the agent reported no failure. */
  failure: Pick<Failed, 'class' | 'reason'> | null
  /** The last lines of the output, at most 16 KiB, for the prompt of the next attempt. */
  tail: string
}
