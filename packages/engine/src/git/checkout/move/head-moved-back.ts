import { shortCommit, shortRef } from '../../../domain/naming.ts'
import { resolveCommit } from '../../refs/resolve-commit.ts'
import type { Move } from './move.ts'

/**
 * Looks whether HEAD is at the old commit although the branch has moved. A git of the user that has read HEAD before can do this: `switch -c` leaves
 * the branch with the old commit, and `reset` moves the branch back. Both do it without the lock of the index. The checkout then has to
 * have the old files.
 *
 * @returns the branch or commit on which the checkout is now, or null when HEAD is at another commit
 */
export async function headMovedBack({ repo, place, journal }: Move): Promise<string | null> {
  if ((await resolveCommit(repo.git, place, 'HEAD')) !== journal.from) return null
  const named = await repo.git.run(place, ['symbolic-ref', '--quiet', 'HEAD'])
  const head = named.stdout.toString('utf8').trim()
  return head === '' ? shortCommit(journal.from) : shortRef(head)
}
