import type { ReachedLimit } from './provider.ts'
import type { SessionMetrics } from './records.ts'
import type { Failed } from './session-facts.ts'

/** How the process of an agent ended, and what it said. */
export interface ProcessEnd {
  /** `lost`: it died and its exit was not recorded (all processes were killed, or the machine was lost). */
  how: 'exited' | 'timed-out' | 'stalled' | 'cancelled' | 'interrupted' | 'lost'
  /** 128 + signal when a signal ended it; null when it is not known. */
  exitCode: number | null
  /** The agent says that its task needs no change. */
  noChange: boolean
  metrics: SessionMetrics
  /** What the session says of a limit of its provider (S5). */
  limit: ReachedLimit | null
  /** Why the agent says that it failed (S5); the last word counts. */
  failure: Pick<Failed, 'class' | 'reason'> | null
  /** The last lines, at most 16 KiB, for the next prompt. */
  tail: string
}
