import { isAllowed } from './allowed-variables.ts'

/** The names of variables that make git, a shell, the loader or a language's runtime run other code. */
const CHOOSES_CODE = new RegExp(
  [
    '(?:GIT|LD|DYLD)_.*',
    'NODE_(?:OPTIONS|PATH)',
    'ENV|BASH_ENV|BASH_FUNC.*|SHELLOPTS|BASHOPTS|PS4|IFS|CDPATH',
    'PYTHON(?:PATH|HOME|STARTUP)|PERL5(?:OPT|LIB)|RUBY(?:OPT|LIB)|_JAVA_OPTIONS|J(?:AVA_TOOL|DK_JAVA)_OPTIONS',
  ]
    .map((names) => `^(?:${names})$`)
    .join('|'),
)

/**
 * Checks a variable that a plan wants to pass to agents with `env` (A2: the environment of an agent is an allow-list).
 * @returns the reason why the plan must not name the variable, and what to do; null when the plan may name it
 */
export function whyNotPassed(name: string): string | null {
  if (isAllowed(name)) return 'agents always receive this variable. Remove it from the plan'
  if (CHOOSES_CODE.test(name)) return 'this variable decides which code runs. Set it in the command that needs it'
  if (/^COPPICE_/.test(name)) return 'names that begin with COPPICE_ are reserved for Coppice. Use another name'
  if (name === 'DATABASE_URL') return 'this variable is the address of the database of Coppice. Use another name'
  return null
}
