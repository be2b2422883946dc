import type { ProcessEnd } from '../../domain/process-end.ts'
import { EMPTY_SUMMARY, type SessionSummary } from '../../domain/session-summary.ts'

/** What a journal knows besides its facts. It is written in one line after each batch, and makes the batch count. */
export interface JournalState {
  /** The bytes of the raw files from which the facts so far were made. */
  read: { stdout: number; stderr: number }
  /** What follows from all facts, also from those beyond the limit. */
  summary: SessionSummary
  /** Lines and bytes that were not stored, because they were beyond the limit. */
  dropped: { lines: number; bytes: number }
  /** The total size of the overflow files. */
  overflowBytes: number
  /** The facts were removed after the time for which output is kept (R4). */
  removed?: boolean
  /** How the session ended; null until all its facts are stored. */
  end: Pick<ProcessEnd, 'how' | 'exitCode'> | null
}

export const EMPTY_JOURNAL: JournalState = {
  read: { stdout: 0, stderr: 0 },
  summary: EMPTY_SUMMARY,
  dropped: { lines: 0, bytes: 0 },
  overflowBytes: 0,
  end: null,
}
