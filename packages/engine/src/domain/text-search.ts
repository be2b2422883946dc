/** A colour in the text of a fact. People do not see it, so a search ignores it. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;:]*m`, 'g')
/** The end of a piece of text in which a colour may have begun. The length has a bound, so that no text has to be kept in memory (R4). */
const OPEN_COLOUR = new RegExp(`${String.fromCharCode(27)}(\\[[\\d;:]{0,100})?$`)
const SPECIAL = /[\\^$.*+?()[\]{}|/]/g
/** The most characters of the line that a snippet shows before and after a match. */
const BEFORE = 60
const AFTER = 140

/** A match of a search: the text that was found, as it is written there, and what is around it in its line. */
export interface Snippet {
  before: string
  match: string
  after: string
}

/** @returns the text without colours, as people see it */
export const withoutColours = (text: string): string => (text.includes('\u001b') ? text.replace(COLOUR, '') : text)

/** Returns the pieces of one text without colours, also without a colour that begins in one piece and ends in the next. */
export async function* piecesWithoutColours(pieces: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let open = ''
  for await (const piece of pieces) {
    const text = withoutColours(open + piece)
    const end = OPEN_COLOUR.exec(text)?.index ?? text.length
    open = text.slice(end)
    yield text.slice(0, end)
  }
  if (open !== '') yield open
}

/**
 * Returns the pattern that finds a plain text and ignores case. `toLowerCase` would not do, because it changes the length of some letters.
 */
export const patternOf = (text: string): RegExp => new RegExp(text.replace(SPECIAL, '\\$&'), 'iu')

/** Finds the first match in a text without colours. @returns null when nothing matches */
export function findIn(text: string, pattern: RegExp): Snippet | null {
  const found = pattern.exec(text)
  if (found === null) return null
  const start = found.index
  const end = start + found[0].length
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = text.indexOf('\n', end)
  const from = Math.max(lineStart, start - BEFORE)
  const to = Math.min(lineEnd < 0 ? text.length : lineEnd, end + AFTER)
  return {
    before: text.slice(from, start).toWellFormed(),
    match: found[0].toWellFormed(),
    after: text.slice(end, to).toWellFormed(),
  }
}
