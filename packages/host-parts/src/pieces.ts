/** Complete lines are printed at most once per this time, in ms. A host that is killed loses at most the text of this time and one line. */
const PRINT_EVERY_MS = 50

/**
 * Splits a text that arrives in small parts into pieces that people can read. A piece ends at the end of a line. Pieces are printed while the
 * text arrives, and the rest is printed at its end. Joined by line breaks, the pieces are the text without white space at its beginning, at its
 * end, and at the ends of its pieces. Empty lines between two pieces begin the second one.
 */
export class Pieces {
  readonly #print: (text: string) => void
  readonly #now: () => number
  #held = ''
  #hasPrinted = false
  #printedAt: number

  /** @param now returns the time in ms */
  constructor(print: (text: string) => void, now: () => number) {
    this.#print = print
    this.#now = now
    this.#printedAt = now()
  }

  add(text: string): void {
    this.#held += text
    const end = this.#held.lastIndexOf('\n')
    if (end < 0 || Math.abs(this.#now() - this.#printedAt) < PRINT_EVERY_MS) return
    this.#flush(end)
  }

  end(): void {
    this.#flush(this.#held.length)
    this.#held = ''
    this.#hasPrinted = false
  }

  #flush(end: number): void {
    const piece = this.#held.slice(0, end).trimEnd()
    if (piece === '') return
    this.#held = this.#held.slice(this.#held.indexOf('\n', piece.length) + 1)
    this.#print(this.#hasPrinted ? piece : piece.replace(/^\s*\n/, ''))
    this.#hasPrinted = true
    this.#printedAt = this.#now()
  }
}
