import type { OutputLine } from './output-line.ts'
import { plainText } from './spans.ts'

/** `line`: index into the searched lines. `from`, `to`: offsets in the plain text of the line. */
export interface Match {
  line: number
  from: number
  to: number
}

/** Every occurrence of the query, ignoring case, in order. The number is not limited. */
export function findMatches(lines: readonly OutputLine[], query: string): Match[] {
  const needle = query.toLowerCase()
  if (needle === '') return []
  const matches: Match[] = []
  lines.forEach((line, index) => {
    const text = plainText(line.text).toLowerCase()
    for (let from = text.indexOf(needle); from !== -1; from = text.indexOf(needle, from + needle.length))
      matches.push({ line: index, from, to: from + needle.length })
  })
  return matches
}

/** The matches of each line, with the present one marked. */
export function matchesByLine(matches: readonly Match[], current: number) {
  const byLine = new Map<number, { from: number; to: number; current: boolean }[]>()
  matches.forEach(({ line, from, to }, index) => {
    const ranges = byLine.get(line) ?? []
    ranges.push({ from, to, current: index === current })
    byLine.set(line, ranges)
  })
  return byLine
}
