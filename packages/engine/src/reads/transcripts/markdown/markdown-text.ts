import { withoutColours } from '../../../domain/text-search.ts'

const FEWEST_TICKS = 3

/** @returns the length of the longest run of backticks in a text */
export const longestTicks = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0)

/** @returns a fence that is longer than every run of backticks in the fenced text, so that nothing in the text closes it */
export const fenceFor = (ticks: number): string => '`'.repeat(Math.max(FEWEST_TICKS, ticks + 1))

/** @param language what the text is written in; empty when it is not known */
export function fenced(text: string, language = ''): string {
  const plain = withoutColours(text)
  const fence = fenceFor(longestTicks(plain))
  return `${fence}${language}\n${plain}${plain.endsWith('\n') ? '' : '\n'}${fence}\n`
}

/** Writes a name on one line, as code that the name cannot end. */
export const code = (name: string): string => `\`${withoutColours(name).replace(/\s+/g, ' ').replaceAll('`', "'")}\``

/**
 * Quotes a text. A fence or a heading in it ends with the quote, so it cannot change the rest of the document. Markdown begins a new line also
 * after a carriage return.
 */
export const quoted = (text: string): string =>
  withoutColours(text)
    .split(/\r\n?|\n/)
    .map((line) => (line === '' ? '>\n' : `> ${line}\n`))
    .join('')

/** Writes a text in a heading or a cell of a table: on one line, and without the meaning that Markdown gives to its characters. */
export const inline = (text: string): string =>
  withoutColours(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>|#~]/g, '\\$&')

/** Writes a table of facts. A fact without a value is left out. */
export function factTable(rows: readonly (readonly [name: string, value: string | null])[]): string {
  const lines = rows.flatMap(([name, value]) => (value === null ? [] : [`| ${name} | ${value} |\n`]))
  return `| | |\n|---|---|\n${lines.join('')}\n`
}

/** @param at in ms since 1970 */
export const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** @param microUsd in millionths of a dollar; null when it is not known (M1: never 0) */
export const costOf = (microUsd: number | null): string =>
  microUsd === null ? 'not known' : `$${(microUsd / 1e6).toFixed(4)}`
