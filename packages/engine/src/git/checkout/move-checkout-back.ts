import type { Forwarded } from '../../ports/git.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { moveOnBranch } from './move/move-on-branch.ts'

/**
 * Moves the checkout at `path`, and its branch, from `from` back to its ancestor `to`. Like a delivery, it moves only a clean checkout (D2).
 *
 * @returns the reason when the checkout did not move
 */
export const moveCheckoutBack = (
  repo: RepositoryContext,
  path: string,
  branchRef: string,
  from: string,
  to: string,
): Promise<Forwarded> => moveOnBranch(repo, path, branchRef, from, to, 'back')
