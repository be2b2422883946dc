import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ConfigEntry } from '../exec/parse-config-list.ts'
import { slotConfig } from '../slot/slot-config.ts'
import { shadowConfig } from './shadow-config.ts'

/**
 * The contents of files in the two git directories of a worktree: the shadow, which Coppice uses, and the agent's. They are read when the
 * repository is opened, so later changes by an agent have no effect.
 */
export interface ShadowFiles {
  config: string
  /** The config of the agent's git directory. */
  slotConfig: string
  exclude: string
  attributes: string
}

/** @param path the user's checkout, or the repository when it is bare */
export async function readShadowFiles(
  path: string,
  commonDir: string,
  entries: readonly ConfigEntry[],
): Promise<ShadowFiles> {
  const textOf = (name: string) => readFile(join(commonDir, 'info', name), 'utf8').catch(() => '')
  const lfsStorage = lfsStorageOf(commonDir, entries)
  const config = shadowConfig(entries, lfsStorage)
  const forSlot = slotConfig(entries, path, lfsStorage)
  return { config, slotConfig: forSlot, exclude: await textOf('exclude'), attributes: await textOf('attributes') }
}

/** Git LFS resolves a relative path from the git directory, which differs in a shadow and in a slot. So the path becomes absolute. */
const lfsStorageOf = (commonDir: string, entries: readonly ConfigEntry[]): string =>
  resolve(commonDir, entries.findLast(({ key, value }) => key === 'lfs.storage' && value !== '')?.value ?? 'lfs')
