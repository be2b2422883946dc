import type { NumberedFact } from './session-facts.ts'

/** A fact in a transcript. `output` is the number of the entry of output that the fact became, or of the last entry before the fact. */
export type TranscriptFact = NumberedFact & { output: number }

/** Facts of a session that follow each other, and what is known of the session's transcript after them. */
export interface TranscriptPart {
  facts: readonly TranscriptFact[]
  /** Where the part begins in the stored transcript, in bytes. A later reader may begin there. */
  start: number
  /** The number of lines of output that were not stored so far, because the session has reached its size limit (R4). */
  droppedLines: number
  /** Whether the facts were removed, because the time for which output is kept is over (R4). A notice remains. */
  isRemoved: boolean
}
