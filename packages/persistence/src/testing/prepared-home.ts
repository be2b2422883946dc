import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { copyTestPglite } from './test-pglite.ts'

/** A data folder below `parent` that has its empty database already: PGlite takes seconds to make one. First starts have tests of their own. */
export async function preparedHome(parent: string): Promise<string> {
  const home = await mkdtemp(join(parent, 'home-'))
  await copyTestPglite(join(home, 'database'))
  return home
}
