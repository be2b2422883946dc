export interface ConfigEntry {
  /** The source of the setting: `file:/path`, or `command line:` for a setting of `-c`. */
  origin: string
  /** The name of the setting, such as `user.name`, with section and variable in lower case. */
  key: string
  value: string
}

/** Parses the output of `git config --list --show-origin -z`: origin NUL key LF value NUL. A key without a value has the value `true`. */
export function parseConfigList(stdout: string): ConfigEntry[] {
  const parts = stdout.split('\0')
  const entries: ConfigEntry[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [origin = '', setting = ''] = parts.slice(at, at + 2)
    const end = setting.indexOf('\n')
    const [key, value] = end < 0 ? [setting, 'true'] : [setting.slice(0, end), setting.slice(end + 1)]
    entries.push({ origin, key, value })
  }
  return entries
}
