import { shortRef } from '../domain/naming.ts'
import type { Repository } from '../ports/git.ts'

/** @returns the name of the branch that is checked out, or null when HEAD is detached */
export async function checkedOutBranch(repository: Repository): Promise<string | null> {
  const { head } = await repository.checkoutState()
  return head.startsWith('refs/heads/') ? shortRef(head) : null
}
