import { branchRef } from '../domain/naming.ts'
import { InvalidRepository } from '../domain/refusals.ts'
import type { Repository } from '../ports/git.ts'
import { checkedOutBranch } from '../reads/checked-out-branch.ts'

/** Returns the branch that a project works from and delivers to. When `wanted` is null, it is the one that is checked out. Refuses: InvalidRepository. */
export async function baseBranch(repository: Repository, wanted: string | null): Promise<string> {
  const name = wanted ?? (await checkedOutBranch(repository))
  const refused = (message: string) => new InvalidRepository(repository.path, message)
  if (name === null)
    throw refused(
      `${repository.path} is on no branch (a detached HEAD). Name the base branch (coppice run --base BRANCH).`,
    )
  if (name.startsWith('coppice/'))
    throw refused(`${name} is a branch of Coppice itself. Name a base branch of your own (coppice run --base BRANCH).`)
  if (await repository.resolve(branchRef(name))) return name
  throw refused(`The repository has no branch ${name}. Name one that it has, or make it: git branch ${name}`)
}
