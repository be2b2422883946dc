import type { SessionFact } from '../../domain/session-facts.ts'

/** A fact that is about to be stored. */
export interface ToldFact {
  fact: SessionFact
  /**
   * Is set when `fact` has only the beginning of a text that is too long for the memory. It writes the whole text, at most `maxBytes` of
   * it, to a new file and returns how many bytes that took.
   */
  writeWhole?: (path: string, maxBytes: number) => Promise<number>
}
