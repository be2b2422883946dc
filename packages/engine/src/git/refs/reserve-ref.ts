import { randomBytes } from 'node:crypto'
import { InvalidRepository } from '../../domain/refusals.ts'
import type { Reservation } from '../../ports/git.ts'
import { firstLine } from '../exec/git-failure.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { listRefs } from './list-refs.ts'
import { moveRef } from './move-ref.ts'
import { whyNotCreatable } from './why-not-creatable.ts'

/**
 * Checks that a ref is free, calls `store`, and then creates the ref. All of this is done under the repository's lock, so that nobody takes
 * the name in between. The port `Repository` describes the parameters.
 */
export function reserveRef<T>(
  repo: RepositoryContext,
  ref: string,
  below: readonly string[],
  to: string,
  store: () => Promise<T | null>,
): Promise<Reservation<T>> {
  const { lock } = repo
  return lock.hold(async () => {
    if (!(await isFree(repo, ref, below, to))) return { is: 'taken' }
    const stored = await store()
    if (stored === null) return { is: 'refused' }
    // `store` has succeeded, so the ref counts as reserved. If git fails here, the run creates the branch when it begins, or reports why
    // not.
    await moveRef(repo, ref, to, null).catch(() => false)
    return { is: 'reserved', stored }
  })
}

/**
 * Checks that no ref is below the prefixes `below` and that git could create `ref`. If git could not, the function also tries a random name, to
 * learn whether a run with another number could have its branch.
 * @throws InvalidRepository when git can create no branch at all
 */
async function isFree(
  { git, users, path }: RepositoryContext,
  ref: string,
  below: readonly string[],
  to: string,
): Promise<boolean> {
  if ((await listRefs(git, users, below)).length > 0) return false
  if ((await whyNotCreatable(git, users, namesOf(ref, below), to)) === null) return true
  const unique = `-${randomBytes(6).toString('hex')}`
  const others = below.map((prefix) => prefix.replace(/\/$/, `${unique}/`))
  const why = await whyNotCreatable(git, users, namesOf(`${ref}${unique}`, others), to)
  if (why === null) return false
  throw new InvalidRepository(
    path,
    `git cannot create branches in ${path}: ${firstLine(why)}. Fix that, then start the run again.`,
  )
}

const namesOf = (ref: string, below: readonly string[]): string[] => [ref, ...below.map((prefix) => `${prefix}x`)]
