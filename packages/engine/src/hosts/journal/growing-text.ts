import type { OpenText, Writing } from '../../domain/open-text.ts'
import { printable } from '../text/printable.ts'
import type { Redact } from '../text/redact.ts'

/** A longer text is not shown while it grows, so that the memory is bounded (R4). In characters. */
const LONGEST = 64 * 1024
/** If the open text is longer than this, its end is shown. In characters. */
const SHOWN = 4000
const CUT = '… '

/** The text that the agent of one session is writing, in memory. It is made of the pieces that the host prints. */
export class GrowingText {
  readonly #redactOpen: Redact
  #of: Writing['of'] = 'Said'
  #after = 0
  #text = ''
  /** What is shown of the text. It is undefined when the text has changed since. */
  #shown: OpenText | null | undefined = null

  /** @param redactOpen redacts a text whose end has not arrived */
  constructor(redactOpen: Redact) {
    this.#redactOpen = redactOpen
  }

  /**
   * Adds a piece. If a piece before it is missing, for example because an earlier server has read it, the text is not shown: a secret whose
   * beginning is missing would not be recognized (A2).
   *
   * @param after the number of the last entry of output
   */
  add({ of, from, text }: Writing, after: number): void {
    if (from === 0) {
      this.clear()
      this.#of = of
      this.#after = after
    }
    if (from === this.#text.length && from + text.length <= LONGEST) {
      this.#text += text
      this.#shown = undefined
    } else this.clear()
  }

  /** Forgets the text, because it became a fact. */
  clear(): void {
    this.#text = ''
    this.#shown = null
  }

  /** @returns what may be shown of the text, or null when nothing may */
  shown(): OpenText | null {
    if (this.#shown === undefined) this.#shown = this.#show()
    return this.#shown
  }

  #show(): OpenText | null {
    const text = this.#redactOpen(printable(this.#text)).trimEnd()
    if (text.trim() === '') return null
    // The text is cut after it was redacted, because a part of a secret is not recognized.
    const end = text.length <= SHOWN ? text : `${CUT}${text.slice(-SHOWN).replace(/^\S*\s/, '')}`.toWellFormed()
    return { after: this.#after, kind: this.#of === 'Said' ? 'TEXT' : 'THINKING', text: end }
  }
}
