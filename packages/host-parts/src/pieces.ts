import type { Writing } from '@coppice/engine/domain/open-text'

/**
 * Complete lines are printed at most once per this time, in ms, and so is the text of the line that is not complete. A host that is killed loses
 * at most the text of this time and one line.
 */
const PRINT_EVERY_MS = 50
/** A longer line is not shown while it grows, in characters. */
const LONGEST_SHOWN = 64 * 1024

/**
 * Splits a text that arrives in small parts into pieces that people can read. A piece ends at the end of a line. Pieces are printed while the
 * text arrives, and the rest is printed at its end. Joined by line breaks, the pieces are the text without white space at its beginning, at its
 * end, and at the ends of its pieces. Empty lines between two pieces begin the second one.
 *
 * What is not printed yet is shown: each call of `show` has what came since the last call.
 */
export class Pieces {
  readonly #print: (text: string) => void
  readonly #show: (piece: Pick<Writing, 'from' | 'text'>) => void
  #held = ''
  /** How many characters of `#held` were shown. */
  #shown = 0
  #hasPrinted = false
  #timer: NodeJS.Timeout | null = null

  constructor(print: (text: string) => void, show: (piece: Pick<Writing, 'from' | 'text'>) => void) {
    this.#print = print
    this.#show = show
  }

  add(text: string): void {
    this.#held += text
    if (!this.#hasPrinted) this.#held = this.#held.replace(/^\s*\n/, '')
    if (this.#timer !== null) return
    this.#showRest()
    this.#timer = setTimeout(() => this.#printLines(), PRINT_EVERY_MS)
  }

  end(): void {
    clearTimeout(this.#timer ?? undefined)
    this.#timer = null
    this.#flush(this.#held.length)
    this.#held = ''
    this.#shown = 0
    this.#hasPrinted = false
  }

  #printLines(): void {
    this.#timer = null
    const end = this.#held.lastIndexOf('\n')
    if (end >= 0) this.#flush(end)
    if (this.#showRest()) this.#timer = setTimeout(() => this.#printLines(), PRINT_EVERY_MS)
  }

  #flush(end: number): void {
    const piece = this.#held.slice(0, end).trimEnd()
    if (piece === '') return
    this.#held = this.#held.slice(this.#held.indexOf('\n', piece.length) + 1)
    this.#shown = 0
    this.#hasPrinted = true
    this.#print(piece)
  }

  /** @returns whether there was something to show */
  #showRest(): boolean {
    const from = this.#shown
    if (this.#held.length === from || this.#held.length > LONGEST_SHOWN || this.#held.trim() === '') return false
    this.#shown = this.#held.length
    this.#show({ from, text: this.#held.slice(from) })
    return true
  }
}
