import { join } from 'node:path'
import { copyTestPglite } from '@coppice/persistence/testing'
import { tempFolder } from '@coppice/testkit'

/** A data folder that has its empty database already: PGlite takes seconds to make one. First starts have tests of their own. */
export async function preparedHome(): Promise<string> {
  const home = tempFolder('home')
  await copyTestPglite(join(home, 'database'))
  return home
}
