/** The part of a file in conflict to which a line belongs. `around` is a line that both sides share, and `marker` is a line of git. */
export type Part = 'around' | 'merged first' | 'before' | 'this task' | 'marker'

export interface ConflictLine {
  /** From 1. */
  number: number
  part: Part
  text: string
}

/** Lines that are not shown between two shown parts of a file. */
export interface Gap {
  hidden: number
}

/** How many lines around a conflict are shown. */
const CONTEXT = 4

/**
 * Divides a file with conflict markers into lines and their parts. Lines that are far from a conflict are replaced by their number.
 *
 * A line of the file can look like the separator `=======`. So a separator ends a part only where the markers allow it.
 */
export function conflictLines(text: string): (ConflictLine | Gap)[] {
  const lines = partsOf(text.replace(/\n$/, '').split('\n'))
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ part }) => part !== 'around'),
  )
  const shown: (ConflictLine | Gap)[] = []
  for (const [index, line] of lines.entries()) {
    if (isNear[index]) {
      shown.push(line)
      continue
    }
    const last = shown.at(-1)
    if (last && 'hidden' in last) last.hidden += 1
    else shown.push({ hidden: 1 })
  }
  return shown
}

function partsOf(texts: readonly string[]): ConflictLine[] {
  let part: Exclude<Part, 'marker'> = 'around'
  return texts.map((text, index) => {
    const next = afterMarker(part, text)
    if (next !== null) part = next
    return { number: index + 1, part: next === null ? part : 'marker', text }
  })
}

/** @returns the part that begins after a line, or null when the line is no marker */
function afterMarker(part: Part, text: string): Exclude<Part, 'marker'> | null {
  if (part === 'around') return /^<{7,} merged first$/.test(text) ? 'merged first' : null
  if (part === 'merged first' && /^\|{7,} before$/.test(text)) return 'before'
  if (part === 'before' && /^={7,}$/.test(text)) return 'this task'
  return part === 'this task' && /^>{7,} this task$/.test(text) ? 'around' : null
}
