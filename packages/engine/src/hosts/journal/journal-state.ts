import type { ProcessEnd } from '../../domain/process-end.ts'
import { EMPTY_SUMMARY, type SessionSummary } from '../../domain/session-summary.ts'

/** The state of a journal. A line with the state follows each batch of facts. Facts without such a line do not count. */
export interface JournalState {
  /** For each raw file, the number of bytes that have been converted to facts. `calls` is absent before the first call of a task tool. */
  read: { stdout: number; stderr: number; calls?: number }
  /** The summary of all facts, including those that were not stored because of the limit. */
  summary: SessionSummary
  /** The number of lines and bytes of output that were not stored because of the limit. */
  dropped: { lines: number; bytes: number }
  /** The total size of the overflow files, in bytes. An overflow file contains a text that is too long for the journal. */
  overflowBytes: number
  /** Set when the facts were removed, because the time for which output is kept is over (R4). */
  removed?: boolean
  /** The time of the session that does not count toward its limits (S6). It is absent while there is none. */
  uncounted?: UncountedTime
  /** How the session ended. It is null until all facts of the session are stored. */
  end: Pick<ProcessEnd, 'how' | 'exitCode'> | null
}

/** `ms` of the time from the start of the attempt until `until` (ms since 1970) do not count. */
export interface UncountedTime {
  ms: number
  until: number
  /** Whether the session waited at `until` for a person or for money. */
  waits?: boolean
}

export const EMPTY_JOURNAL: JournalState = {
  read: { stdout: 0, stderr: 0 },
  summary: EMPTY_SUMMARY,
  dropped: { lines: 0, bytes: 0 },
  overflowBytes: 0,
  end: null,
}
