import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { copyTestPglite } from './test-pglite.ts'

/** Creates a data folder below `parent` with an empty database, because PGlite takes seconds to create one. @returns its path */
export async function preparedHome(parent: string): Promise<string> {
  const home = await mkdtemp(join(parent, 'home-'))
  await copyTestPglite(join(home, 'database'))
  return home
}
