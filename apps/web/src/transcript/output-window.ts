import type { OpenText, OutputLine } from './output-line.ts'

/** The page keeps at most this many lines of a session. The rest is on the server. */
export const MOST_LINES = 4000
/** The page keeps at most this many characters of a session. A single line may be longer. */
export const MOST_CHARACTERS = 4_000_000

/** The part of a session's output that the page keeps. The lines have consecutive numbers. */
export interface OutputWindow {
  lines: readonly OutputLine[]
  /** The number of the last line on the server, as far as the page knows. It is 0 when there is none. */
  last: number
}

/** Lines from the server, with consecutive numbers. `last` is that of the window. */
export interface OutputPart {
  entries: readonly OutputLine[]
  last: number
  /** What the agent is writing after these lines. */
  openText?: OpenText | null
}

export const NO_OUTPUT: OutputWindow = { lines: [], last: 0 }

/** The number of lines before the window. */
export const earlierOf = ({ lines }: OutputWindow): number => (lines[0]?.sequence ?? 1) - 1

/** The number of lines after the window. */
export const laterOf = ({ lines, last }: OutputWindow): number => last - (lines.at(-1)?.sequence ?? 0)

/** Whether the window has all that the server has, and no line is shortened. */
export const isWhole = (window: OutputWindow): boolean =>
  earlierOf(window) === 0 && laterOf(window) === 0 && !window.lines.some(isShortened)

export const isShortened = ({ text, length }: OutputLine): boolean => text.length < length

/**
 * Adds new lines. At the end of the output, the oldest lines leave the window when there are too many. If the server left out lines, the
 * window begins again with the new ones.
 * @param atEnd whether the person is at the end of the output. Otherwise lines that do not fit are only counted.
 */
export function withNew(window: OutputWindow, part: OutputPart, atEnd: boolean): OutputWindow {
  const last = Math.max(window.last, part.last)
  const end = window.lines.at(-1)?.sequence ?? 0
  const entries = part.entries.filter(({ sequence }) => sequence > end)
  if (entries.length === 0) return { ...window, last }
  const continues = entries[0]?.sequence === end + 1
  if (!continues) return { lines: atEnd ? newestOf(entries) : window.lines, last }
  const lines = [...window.lines, ...entries]
  return { lines: atEnd ? newestOf(lines) : oldestOf(lines), last }
}

/** Adds a page directly before the window. The newest lines leave the window when there are too many. */
export function withEarlier(window: OutputWindow, page: readonly OutputLine[]): OutputWindow {
  const start = window.lines[0]?.sequence ?? 1
  const before = page.filter(({ sequence }) => sequence < start)
  return before.at(-1)?.sequence === start - 1 ? { ...window, lines: oldestOf([...before, ...window.lines]) } : window
}

/** Adds a page directly after the window. The oldest lines leave the window when there are too many. */
export const withLater = (window: OutputWindow, page: readonly OutputLine[]): OutputWindow =>
  page[0] && page[0].sequence > (window.lines.at(-1)?.sequence ?? 0) + 1
    ? window
    : withNew(window, { entries: page, last: page.at(-1)?.sequence ?? 0 }, true)

/** Shows another part of the output. */
export const movedTo = (window: OutputWindow, page: readonly OutputLine[]): OutputWindow => ({
  lines: page.length > 0 ? page : window.lines,
  last: Math.max(window.last, page.at(-1)?.sequence ?? 0),
})

function newestOf(lines: readonly OutputLine[]): readonly OutputLine[] {
  const count = countThatFit(lines.length, (index) => lines[lines.length - 1 - index])
  return count === lines.length ? lines : lines.slice(lines.length - count)
}

function oldestOf(lines: readonly OutputLine[]): readonly OutputLine[] {
  const count = countThatFit(lines.length, (index) => lines[index])
  return count === lines.length ? lines : lines.slice(0, count)
}

function countThatFit(length: number, lineAt: (index: number) => OutputLine | undefined): number {
  let characters = 0
  for (let count = 0; count < Math.min(length, MOST_LINES); count += 1) {
    characters += lineAt(count)?.text.length ?? 0
    if (characters > MOST_CHARACTERS && count > 0) return count
  }
  return Math.min(length, MOST_LINES)
}
