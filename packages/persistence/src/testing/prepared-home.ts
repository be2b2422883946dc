import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { copyTestPglite } from './test-pglite.ts'

/** Makes a data folder below `parent` that already has an empty database, because PGlite takes seconds to make one. First starts have tests of their own. */
export async function preparedHome(parent: string): Promise<string> {
  const home = await mkdtemp(join(parent, 'home-'))
  await copyTestPglite(join(home, 'database'))
  return home
}
