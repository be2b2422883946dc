import type { KnownAgent } from './agents-of.ts'

const HEADINGS = ['name', 'agent', 'version', 'signed in', 'here']

/** Describes agents for people: a table, and below it what to do for the agents that cannot be used and what their first start does. */
export function agentsText(agents: readonly KnownAgent[]): string {
  const rows = agents.map(({ name, kind, version, usable, ...rest }) => [
    ...[name, kind, version ?? '-', signInWords(rest), usable ? 'can be used' : 'cannot be used'],
  ])
  const lines = [HEADINGS, ...rows]
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const table = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const notes = agents.flatMap((agent) => noteOf(agent) ?? [])
  return [...table, ...(notes.length > 0 ? [''] : []), ...notes].join('\n')
}

const signInWords = ({ signIn, signedInBy }: Pick<KnownAgent, 'signIn' | 'signedInBy'>): string => {
  if (signIn === 'NOT_NEEDED') return 'not needed'
  return signIn === 'SIGNED_OUT' ? 'no' : `by ${signedInBy}`
}

function noteOf({ name, advice, note }: KnownAgent): string | null {
  if (advice !== null) return `${name}: ${advice}.`
  return note === null ? null : `${name}: ${note}`
}
