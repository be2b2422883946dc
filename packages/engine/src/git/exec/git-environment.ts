/**
 * The variables of the server's environment that git, its filters and merge drivers may see. It is an allow-list (A2: agents see only
 * allowed variables), because Coppice's `git add` may run a filter that an agent can read or change. A filter must not see a token.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'XDG_DATA_HOME',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SSH_AUTH_SOCK',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
])
const PROXY = /^(?:all|http|https|no)_proxy$/i

/**
 * Variables that every call of git has. Git prints in English, asks no question and opens no editor. It ignores `refs/replace`, which could
 * change what a commit contains. It may use no transport. Otherwise, if the config says that the repository is a partial clone, git would
 * run the program in `remote.*.uploadpack` whenever an object is missing.
 */
const FIXED: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_ALLOW_PROTOCOL: '',
}

export type Environment = Readonly<Record<string, string>>

export function gitEnvironment(base: Readonly<Record<string, string | undefined>>): Environment {
  const allowed = Object.entries(base).filter(([name]) => ALLOWED.has(name) || PROXY.test(name))
  const present = allowed.filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(present), ...FIXED }
}
