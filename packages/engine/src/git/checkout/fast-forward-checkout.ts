import type { Forwarded } from '../../ports/git.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { moveOnBranch } from './move/move-on-branch.ts'

/**
 * Moves the checkout at `path`, and its branch, from `from` to its descendant `to`. Only this and `moveCheckoutBack` write to the user's
 * checkout (I2).
 * @returns the reason when the checkout did not move
 */
export const fastForwardCheckout = (
  repo: RepositoryContext,
  path: string,
  branchRef: string,
  from: string,
  to: string,
): Promise<Forwarded> => moveOnBranch(repo, path, branchRef, from, to, 'forward')
