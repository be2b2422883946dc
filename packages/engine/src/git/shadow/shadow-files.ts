import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConfigEntry } from '../exec/parse-config-list.ts'
import { shadowConfig } from './shadow-config.ts'

/** The contents of the files of a shadow. They are read when the repository is opened, so later changes by an agent have no effect. */
export interface ShadowFiles {
  config: string
  exclude: string
  attributes: string
}

export async function readShadowFiles(commonDir: string, entries: readonly ConfigEntry[]): Promise<ShadowFiles> {
  const textOf = (name: string) => readFile(join(commonDir, 'info', name), 'utf8').catch(() => '')
  const config = shadowConfig(entries, join(commonDir, 'lfs'))
  return { config, exclude: await textOf('exclude'), attributes: await textOf('attributes') }
}
