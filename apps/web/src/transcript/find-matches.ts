import type { OutputLine } from './output-line.ts'
import { plainText } from './spans.ts'

/** A match of a search. `line`: the index of the line. `from`, `to`: offsets in the text of the line without escape sequences. */
export interface Match {
  line: number
  from: number
  to: number
}

/** @returns every occurrence of the query in order, ignoring case. */
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

/** Groups the matches by line. @param current the index of the selected match, which is marked */
export function matchesByLine(matches: readonly Match[], current: number) {
  const byLine = new Map<number, { from: number; to: number; current: boolean }[]>()
  matches.forEach(({ line, from, to }, index) => {
    const ranges = byLine.get(line) ?? []
    ranges.push({ from, to, current: index === current })
    byLine.set(line, ranges)
  })
  return byLine
}
