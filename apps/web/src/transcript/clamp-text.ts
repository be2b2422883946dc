import { count } from '../words/format.ts'
import type { OutputLine } from './output-line.ts'

/** A text with more lines than this shows only its first lines, so that one long result does not fill the screen. */
const LONGEST = 16
const SHOWN = 12
/** The same for a line with many characters. */
const LONGEST_LINE = 2000
const SHOWN_OF_LINE = 1000
/** Coppice stores a line of more than 64 KiB in pieces. Each piece except the first begins with these words, and shows less. */
const CONTINUED = '[the line continued] '
const SHOWN_OF_PIECE = 120
/** Visible characters in place of control characters and of bytes that are no UTF-8. */
const NOT_TEXT = /[\u2400-\u2421\ufffd]/g
/** A line counts as binary when more than this share of its characters is no text. */
const MOST_NOT_TEXT = 0.1
const FEWEST_CHARACTERS = 40

export interface Clamped {
  text: string
  /** What is not shown, as words for a button. It is null when all is shown. */
  hidden: string | null
}

/** Returns the part of a line's text that is shown before the person asks for the whole text. */
export function clampText({ text, length }: Pick<OutputLine, 'text' | 'length'>, whole: boolean): Clamped {
  if (whole) return { text, hidden: text.length < length ? `${count(length - text.length)} more characters` : null }
  if (isBinary(text)) return { text: '', hidden: `Binary output, ${count(length)} characters` }
  const lines = text.split('\n')
  const shown = lines.length > LONGEST ? lines.slice(0, SHOWN).join('\n') : text
  const most = text.startsWith(CONTINUED) ? SHOWN_OF_PIECE : shown.length > LONGEST_LINE ? SHOWN_OF_LINE : shown.length
  const clamped = shown.slice(0, most)
  if (clamped.length === length) return { text, hidden: null }
  const isByLines = lines.length > LONGEST && clamped === shown && text.length === length
  return {
    text: clamped,
    hidden: isByLines ? `${lines.length - SHOWN} more lines` : `${count(length - clamped.length)} more characters`,
  }
}

const isBinary = (text: string): boolean =>
  text.length >= FEWEST_CHARACTERS && (text.match(NOT_TEXT)?.length ?? 0) > text.length * MOST_NOT_TEXT
