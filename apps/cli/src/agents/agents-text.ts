import type { AgentsAndSandbox, KnownAgent, KnownSandbox } from './agents-of.ts'

const HEADINGS = ['name', 'agent', 'version', 'signed in', 'here']

/**
 * Describes agents for people: a table, below it what to do for the agents that cannot be used and what their first start does, and last the
 * sandbox.
 */
export function agentsText({ agents, sandbox }: AgentsAndSandbox): string {
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
  return [...table, ...(notes.length > 0 ? [''] : []), ...notes, '', sandboxText(sandbox)].join('\n')
}

function sandboxText({ usable, bubblewrap, advice }: KnownSandbox): string {
  const state = usable ? `can be used (bubblewrap ${bubblewrap})` : 'cannot be used'
  return `sandbox: ${state}${advice === null ? '' : `: ${advice}.`}`
}

const signInWords = ({ signIn, signedInBy }: Pick<KnownAgent, 'signIn' | 'signedInBy'>): string => {
  if (signIn === 'NOT_NEEDED') return 'not needed'
  return signIn === 'SIGNED_OUT' ? 'no' : `by ${signedInBy}`
}

function noteOf({ name, advice, note }: KnownAgent): string | null {
  if (advice !== null) return `${name}: ${advice}.`
  return note === null ? null : `${name}: ${note}`
}
