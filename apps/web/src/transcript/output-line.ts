/**
 * An entry of a session's output: a printed line, a message, a thought, a tool call or its result. The server numbers entries. `at`:
 * ISO-8601.
 */
export interface OutputLine {
  sequence: number
  at: string
  kind: OutputKind
  /** The start of the text, if the text is long. */
  text: string
  /** The number of characters of the whole text. */
  length: number
}

/** The text that the agent is writing. It becomes a line when it is complete. */
export interface OpenText {
  kind: OutputKind
  text: string
}

export type OutputKind = 'TEXT' | 'THINKING' | 'TOOL_CALL' | 'TOOL_RESULT' | 'STDOUT' | 'STDERR' | 'NOTICE'

/** The groups of kinds by which a person can filter the output. */
export const KIND_GROUPS = [
  { name: 'Text', kinds: ['TEXT', 'THINKING'] },
  { name: 'Tool calls', kinds: ['TOOL_CALL', 'TOOL_RESULT'] },
  { name: 'Output', kinds: ['STDOUT', 'STDERR'] },
  { name: 'Notices', kinds: ['NOTICE'] },
] as const satisfies readonly { name: string; kinds: readonly OutputKind[] }[]

export type KindGroup = (typeof KIND_GROUPS)[number]['name']
export const KIND_NAMES: readonly KindGroup[] = KIND_GROUPS.map(({ name }) => name)

/** Finds a line by its number. The lines are ordered by number. @returns its index; null when there is no such line */
export function indexOfLine(lines: readonly OutputLine[], sequence: number): number | null {
  let from = 0
  let to = lines.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((lines[middle]?.sequence ?? 0) < sequence) from = middle + 1
    else to = middle
  }
  return lines[from]?.sequence === sequence ? from : null
}

export const groupOf = (kind: OutputKind): KindGroup | undefined =>
  KIND_GROUPS.find((group) => (group.kinds as readonly OutputKind[]).includes(kind))?.name

export function countByGroup(lines: readonly OutputLine[]): { name: KindGroup; count: number }[] {
  return KIND_GROUPS.map(({ name }) => ({ name, count: lines.filter((line) => groupOf(line.kind) === name).length }))
}
