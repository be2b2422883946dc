export interface ConfigEntry {
  /** The kind of source: `system`, `global`, `local`, `worktree` or `command`. */
  scope: string
  /** The source of the setting: `file:` and a path, which may be relative, or `command line:` for a setting of `-c`. */
  origin: string
  /** The name of the setting, such as `user.name`, with section and variable in lower case. */
  key: string
  value: string
}

/**
 * Parses the output of `git config --list --show-scope --show-origin -z`: scope NUL origin NUL key LF value NUL. A key without a value has
 * the value `true`.
 */
export function parseConfigList(stdout: string): ConfigEntry[] {
  const parts = stdout.split('\0')
  const entries: ConfigEntry[] = []
  for (let at = 0; at + 2 < parts.length; at += 3) {
    const [scope = '', origin = '', setting = ''] = parts.slice(at, at + 3)
    const end = setting.indexOf('\n')
    const [key, value] = end < 0 ? [setting, 'true'] : [setting.slice(0, end), setting.slice(end + 1)]
    entries.push({ scope, origin, key, value })
  }
  return entries
}
