import { realpathSync } from 'node:fs'
import { relative, resolve } from 'node:path'

/** To which branch the next run delivers its work, and what prevents the delivery now. */
export interface NextDelivery {
  baseBranch: string
  checkoutPath: string | null
  /** The branch of the repository's own checkout. It is null for a detached HEAD. */
  checkedOutBranch: string | null
  byHand: boolean
  /** The delivery branch to which the run delivers (`delivery: branch`). It is null when there is none. */
  branch: string | null
  obstacles: readonly { message: string; paths: readonly string[]; totalPaths: number; help: string | null }[]
}

export interface DeliveryWordsOptions {
  repositoryPath: string
  /** The path of the plan file. It is null when the plan comes from standard input. */
  plan: string | null
  /** Returns the command that chooses another base branch. */
  change: (branch: string) => string
}

/**
 * Says, before a run starts, to which branch it will deliver and what would prevent the delivery. So a person can fix the obstacle in time
 * (D2).
 */
export function deliveryWords(next: NextDelivery, options: DeliveryWordsOptions): string {
  const { obstacles } = next
  const refusals = obstacles.map((one) => `  ${obstacleWords(one, planIn(next.checkoutPath, options.plan))}`)
  const warning =
    refusals.length === 0 ? [] : ['Warning: Coppice would refuse the delivery now. Fix this before the run ends:']
  return [branchWords(next, options), ...warning, ...refusals].join('\n')
}

function branchWords(next: NextDelivery, { repositoryPath, change }: DeliveryWordsOptions): string {
  const { baseBranch, checkoutPath, checkedOutBranch } = next
  const where =
    checkoutPath === null
      ? 'not checked out anywhere'
      : checkoutPath === repositoryPath
        ? `checked out in ${checkoutPath}`
        : `checked out elsewhere, in ${checkoutPath}`
  const first = `The run starts from ${baseBranch} and delivers to ${targetWords(next)}. ${baseBranch} is ${where}.`
  if (checkedOutBranch === baseBranch) return first
  const here = checkedOutBranch === null ? 'on no branch (a detached HEAD)' : `on ${checkedOutBranch}`
  return `${first} ${repositoryPath} is ${here}. To choose another branch: ${change(checkedOutBranch ?? 'BRANCH')}`
}

function targetWords({ byHand, branch, baseBranch }: NextDelivery): string {
  if (branch !== null) return `the branch ${branch}; ${baseBranch} does not move`
  return byHand ? 'it (by hand: coppice deliver)' : 'it'
}

const NAMED = 10

function obstacleWords(one: NextDelivery['obstacles'][number], plan: string | null): string {
  const { message, paths, totalPaths, help } = one
  const cure = help === null ? '' : `; ${help}`
  if (totalPaths === 0) return `${message}${cure}`
  const sorted = [...paths].sort((a, b) => Number(b === plan) - Number(a === plan))
  const named = sorted.slice(0, NAMED).map((path) => (path === plan ? `${path} (the plan itself)` : path))
  const rest = totalPaths - named.length
  return `${message}: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}${cure}`
}

/** @returns the path of the plan file relative to the checkout; null when there is no checkout or no plan file. */
function planIn(checkout: string | null, plan: string | null): string | null {
  if (checkout === null || plan === null || plan === '-') return null
  try {
    return relative(checkout, realpathSync(resolve(plan)))
  } catch {
    return null
  }
}
