import { isAllowed } from './allowed-variables.ts'

/** Variables that make git, a shell, the loader or a language run other code than it was told to. */
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

/** A2: @returns why agents do not receive this variable although a plan names it, or null when they do */
export function whyNotPassed(name: string): string | null {
  if (isAllowed(name)) return 'agents receive it anyway. Leave it out'
  if (CHOOSES_CODE.test(name)) return 'it decides which code runs. Set it in the command that needs it'
  if (/^COPPICE_/.test(name)) return 'names that begin with COPPICE_ belong to Coppice. Use another name'
  if (name === 'DATABASE_URL') return 'it names the database of Coppice itself. Use another name'
  return null
}
