import { branchRef, shortRef } from '../domain/naming.ts'
import { InvalidRepository } from '../domain/refusals.ts'
import type { Repository } from '../ports/git.ts'
import { checkedOutBranch } from '../reads/checked-out-branch.ts'

/**
 * Returns the name of the branch from which a project's runs start and to which they deliver.
 *
 * @param wanted the name that a person chose. When it is null, the result is the branch that is checked out. When the branch is a symbolic
 * ref, the result is the branch to which it points, because a delivery moves that branch.
 * @throws InvalidRepository
 */
export async function baseBranch(repository: Repository, wanted: string | null): Promise<string> {
  const name = wanted ?? (await checkedOutBranch(repository))
  const refused = (message: string) => new InvalidRepository(repository.path, message)
  if (name === null)
    throw refused(
      `No branch is checked out in ${repository.path} (a detached HEAD). Name the base branch: coppice run --base BRANCH`,
    )
  if (!(await repository.resolve(branchRef(name))))
    throw refused(
      `${repository.path} has no branch ${name}. Name another branch, or create this one: git branch ${name}`,
    )
  const real = await repository.realRef(branchRef(name))
  if (!real.startsWith('refs/heads/'))
    throw refused(`${name} points to ${real}, which is not a branch. Name a branch: coppice run --base BRANCH`)
  const branch = shortRef(real)
  if (!branch.startsWith('coppice/')) return branch
  throw refused(`${branch} is a branch of Coppice itself. Name another base branch: coppice run --base BRANCH`)
}
