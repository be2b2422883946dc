import { shortRef } from '../domain/naming.ts'
import type { Repository } from '../ports/git.ts'

/** What the checkout of the repository is on; null: a detached HEAD. */
export async function checkedOutBranch(repository: Repository): Promise<string | null> {
  const { head } = await repository.checkoutState()
  return head.startsWith('refs/heads/') ? shortRef(head) : null
}
