const LEADING_CD = /^\s*cd\s+(?:"([^"]*)"|'([^']*)'|(\S+?))\s*(?:&&|;)\s*/
const WORKTREE = /\/run-\d+\/\.?slot-\d+(?![\w-])/

/** Returns a text with the paths in this worktree relative to the root of the repository. The root itself is `.`. */
export function relativeText(text: string, worktreePath: string | null): string {
  if (worktreePath === null) return text
  const root = worktreePath.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text
    .replaceAll(new RegExp(`(?<![\\w./-])${root}/+(?=[^\\s"'\`;&|)])`, 'g'), '')
    .replaceAll(new RegExp(`(?<![\\w./-])${root}/*(?![\\w./-])`, 'g'), '.')
}

/** Returns a command as it runs at the root of the repository. It begins with `cd` only if it runs in another folder. */
export function relativeCommand(written: string, worktreePath: string | null): string {
  const command = relativeText(written, worktreePath)
  const cd = LEADING_CD.exec(command)
  if (cd === null) return command
  const folder = (cd[1] ?? cd[2] ?? cd[3] ?? '').replace(/^(?:\.\/+)+/, '').replace(/(?<=.)\/+$/, '')
  const rest = command.slice(cd[0].length)
  if (folder === '' || folder === '.') return relativeCommand(rest, null)
  return `cd ${/\s/.test(folder) ? `"${folder}"` : folder} && ${rest}`
}

/** Says whether a text names a worktree of Coppice, which exists only while its session runs. */
export const namesWorktree = (text: string): boolean => WORKTREE.test(text)
