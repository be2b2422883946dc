import type { ProcessEnd } from '../../domain/process-end.ts'
import { EMPTY_SUMMARY, type SessionSummary } from '../../domain/session-summary.ts'

/** What a journal knows beyond its facts. It is written after each batch, in one line that makes the batch count. */
export interface JournalState {
  /** Bytes of the raw files that the facts so far were made from. */
  read: { stdout: number; stderr: number }
  /** What follows from all facts, those beyond the limit included. */
  summary: SessionSummary
  /** Lines and bytes beyond the journal's limit. */
  dropped: { lines: number; bytes: number }
  /** Bytes of the files that hold what was too long for the journal. */
  overflowBytes: number
  /** The facts were removed after the time for which output is kept (R4). */
  removed?: boolean
  /** How it ended, once the facts are complete. */
  end: Pick<ProcessEnd, 'how' | 'exitCode'> | null
}

export const EMPTY_JOURNAL: JournalState = {
  read: { stdout: 0, stderr: 0 },
  summary: EMPTY_SUMMARY,
  dropped: { lines: 0, bytes: 0 },
  overflowBytes: 0,
  end: null,
}
