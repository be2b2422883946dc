import { InvalidRepository } from '../domain/refusals.ts'
import type { RepositoryContext } from './repository-context.ts'

/** Where the branches and the other refs of Coppice are. */
const OWN = ['refs/heads/coppice/', 'refs/coppice/']

/**
 * Refuses a repository into whose refs of Coppice a `git fetch` writes, such as a mirror. `git fetch --prune` there deletes each ref that the
 * remote does not have, so also the branches and pins of Coppice.
 */
export async function assertNotMirrored({ guard, plumbing, path }: RepositoryContext): Promise<void> {
  const config = await guard.config(plumbing)
  for (const { value: refspec } of config.filter(({ key }) => /^remote\..*\.fetch$/.test(key))) {
    if (!coversOwn(refspec)) continue
    const message = `A \`git fetch --prune\` in ${path} would delete the branches of Coppice, because it fetches ${refspec}. Give Coppice an ordinary clone of it: git clone '${path}' NEW-FOLDER`
    throw new InvalidRepository(path, message)
  }
}

/** @returns whether the destination of a refspec, such as `+refs/*:refs/*`, contains refs of Coppice */
export function coversOwn(refspec: string): boolean {
  const [, to = ''] = refspec.split(':')
  const [start = '', ...rest] = to.split('*')
  const isPattern = rest.length > 0
  return OWN.some((own) => start.startsWith(own) || (isPattern && own.startsWith(start)))
}
