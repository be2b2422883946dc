import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ConfigEntry } from '../exec/parse-config-list.ts'

/** A setting that hides a checkout: if the user starts git in the checkout's folder, git does not work on its files. */
export interface HidingSetting {
  key: 'core.bare' | 'core.worktree'
  value: string
  /** The config file that contains the setting. */
  file: string
}

const TRUE = /^(?:true|yes|on|[1-9]\d*)$/i

/**
 * Finds a setting that hides a checkout from the user's git. Some tools leave `core.bare=true` behind. Coppice's own git still
 * moves files, index and branch of the checkout together, because it gets its directories from variables.
 * @param entries the config of the checkout
 * @param checkout the path of the checkout, and its git directory, to which `core.worktree` is relative. When the git directory is the one of
 *   a linked worktree, git ignores these settings of the common config.
 */
export async function hidingSetting(
  entries: readonly ConfigEntry[],
  { path, gitDir, linked }: { path: string; gitDir: string; linked: boolean },
): Promise<HidingSetting | null> {
  const last = (key: HidingSetting['key']): HidingSetting | null => {
    const entry = entries.findLast((one) => one.key === key && (!linked || one.scope === 'worktree'))
    return entry ? { key, value: entry.value, file: entry.origin.replace(/^file:/, '') } : null
  }
  const bare = last('core.bare')
  if (bare !== null && TRUE.test(bare.value)) return bare
  const elsewhere = last('core.worktree')
  if (elsewhere === null || (await isSame(resolve(gitDir, elsewhere.value), path))) return null
  return elsewhere
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((path) => realpath(path).catch(() => path)))
  return first === second
}

/** Names the setting, and the command that helps. */
export function hidingWords({ key, value, file }: HidingSetting, path: string): string {
  const cure = key === 'core.bare' ? 'core.bare false' : '--unset-all core.worktree'
  return `${key}=${value} in ${file} hides the checkout at ${path} from git; if you did not set it, run \`git config --file '${file}' ${cure}\``
}
