import type { SessionFact } from '../../domain/session-facts.ts'

/** A fact that is about to be stored. */
export interface ToldFact {
  fact: SessionFact
  /**
   * It is set when `fact` has only the beginning of a text that is too long for the memory. It writes the whole text, at most
   * `maxBytes`, to a file.
   *
   * @returns how many bytes were written
   */
  writeWhole?: (path: string, maxBytes: number) => Promise<number>
}
