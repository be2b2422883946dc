import type { SessionFact } from '../../domain/session-facts.ts'

/** A fact that is about to be stored. */
export interface NewFact {
  fact: SessionFact
  /** When it happened, in ms. When absent, it happened at the time of the append. */
  at?: number
  /**
   * Writes the whole text, at most `maxBytes` bytes, to a file. It is set when `fact` contains only the start of the text, because the
   * text is too long for the memory.
   *
   * @returns the number of bytes that were written
   */
  writeWhole?: (path: string, maxBytes: number) => Promise<number>
}
