import Anser from 'anser'

/** A part of a line with one style. */
export interface Span {
  text: string
  colour?: string
  bold?: boolean
  dim?: boolean
  mark?: 'match' | 'current'
}

export interface Range {
  from: number
  to: number
  current: boolean
}

/** The colours of a terminal, mapped to the colours of the page, which are legible in both themes. */
const COLOURS: Record<string, string> = {
  'ansi-red': 'var(--failed)',
  'ansi-bright-red': 'var(--failed)',
  'ansi-green': 'var(--completed)',
  'ansi-bright-green': 'var(--completed)',
  'ansi-yellow': 'var(--held)',
  'ansi-bright-yellow': 'var(--held)',
  'ansi-blue': 'var(--running)',
  'ansi-bright-blue': 'var(--running)',
  'ansi-magenta': 'var(--conflict)',
  'ansi-bright-magenta': 'var(--conflict)',
  'ansi-cyan': 'var(--merging)',
  'ansi-bright-cyan': 'var(--merging)',
  'ansi-bright-black': 'var(--text-3)',
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
const NOT_COLOUR = /\u001b(?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\[[0-9;?]*[A-Za-ln-z]|[()][A-Z0-9])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
const COLOUR = /\u001b\[[0-9;]*m/g

/** @returns a text without escape sequences. The search uses it. */
export const plainText = (text: string): string => text.replace(NOT_COLOUR, '').replace(COLOUR, '')

/** Splits a text with escape sequences into spans of one style. */
export function ansiSpans(text: string): Span[] {
  if (!text.includes('\u001b')) return text === '' ? [] : [{ text }]
  return Anser.ansiToJson(text.replace(NOT_COLOUR, ''), { json: true, use_classes: true, remove_empty: true }).map(
    ({ content, fg, decorations }) => ({
      text: content,
      ...(COLOURS[fg] ? { colour: COLOURS[fg] } : {}),
      ...(decorations.includes('bold') ? { bold: true } : {}),
      ...(decorations.includes('dim') ? { dim: true } : {}),
    }),
  )
}

/** Splits spans where a range starts or ends, and marks the spans in a range. @param ranges in order and without overlaps */
export function markSpans(spans: readonly Span[], ranges: readonly Range[]): Span[] {
  if (ranges.length === 0) return [...spans]
  const marked: Span[] = []
  let offset = 0
  for (const span of spans) {
    const end = offset + span.text.length
    let at = offset
    const push = (to: number, mark?: Span['mark']) => {
      if (to <= at) return
      marked.push({ ...span, text: span.text.slice(at - offset, to - offset), ...(mark ? { mark } : {}) })
      at = to
    }
    for (const range of ranges) {
      if (range.to <= offset || range.from >= end) continue
      push(Math.max(at, range.from))
      push(Math.min(end, range.to), range.current ? 'current' : 'match')
    }
    push(end)
    offset = end
  }
  return marked
}
