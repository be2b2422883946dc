import type { ProjectData } from './project-documents.ts'

type NextDelivery = ProjectData['nextDelivery']

/** Says where the base branch is checked out. */
export function whereWords({
  nextDelivery,
  repositoryPath,
}: Pick<ProjectData, 'nextDelivery' | 'repositoryPath'>): string {
  const { baseBranch, checkoutPath, checkedOutBranch } = nextDelivery
  const here = checkedOutBranch === null ? 'on no branch (a detached HEAD)' : `on ${checkedOutBranch}`
  const other = checkedOutBranch === baseBranch ? '' : `; ${repositoryPath} is ${here}`
  if (checkoutPath === null) return `which is not checked out anywhere${other}`
  return checkoutPath === repositoryPath
    ? `which is checked out in ${checkoutPath}`
    : `which is checked out elsewhere, in ${checkoutPath}${other}`
}

const NAMED = 6

/** Says what would prevent the delivery, with the first six files. */
export function obstacleWords({ message, paths, totalPaths, help }: NextDelivery['obstacles'][number]): string {
  const cure = help ? `; ${help}` : ''
  if (totalPaths === 0) return `${message}${cure}`
  const named = paths.slice(0, NAMED)
  const more = totalPaths > named.length ? ` and ${totalPaths - named.length} more` : ''
  return `${message}: ${named.join(', ')}${more}${cure}`
}
