import { harmless } from '../terminal/harmless.ts'
import type { AccessToken, TokenState } from './access-token.ts'
import { minuteOf } from './minute-of.ts'

const HEADINGS = ['name', 'role', 'created', 'expires', 'last used', 'state']

/** Formats tokens as a table, with one token per line. */
export function tokenTable(tokens: readonly (AccessToken & { state: TokenState })[]): string {
  const rows = tokens.map(({ name, role, createdAt, expiresAt, lastUsedAt, state }) => [
    harmless(name),
    role.toLowerCase(),
    minuteOf(createdAt),
    expiresAt === null ? 'never' : minuteOf(expiresAt),
    lastUsedAt === null ? 'never' : minuteOf(lastUsedAt),
    state,
  ])
  const lines = [HEADINGS, ...rows]
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
