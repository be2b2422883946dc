import type { Reservation } from '../../ports/git.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { listRefs } from './list-refs.ts'
import { moveRef } from './move-ref.ts'
import { resolveCommit } from './resolve-commit.ts'

/** Under the repository's lock, so that nobody takes the name between the look and the record. */
export function reserveRef<T>(
  { git, plumbing, lock }: RepositoryContext,
  ref: string,
  below: string,
  to: string,
  store: () => Promise<T | null>,
): Promise<Reservation<T>> {
  // Git keeps no ref below another: one of the user's in either place takes the name too.
  const isTaken = async (name: string): Promise<boolean> =>
    (await resolveCommit(git, plumbing, name)) !== null || (await listRefs(git, plumbing, `${name}/`)).length > 0
  return lock.hold(async () => {
    for (const name of [ref, below.replace(/\/$/, '')]) if (await isTaken(name)) return { is: 'taken' }
    const stored = await store()
    if (stored === null) return { is: 'refused' }
    if (!(await moveRef(git, plumbing, ref, to, null))) throw new Error(`${ref} was made by somebody without the lock`)
    return { is: 'reserved', stored }
  })
}
