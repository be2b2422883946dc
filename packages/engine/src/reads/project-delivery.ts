import { branchRef, shortRef } from '../domain/naming.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { undelivered } from '../domain/undelivered.ts'
import { branchObstacle } from '../merge/branch-obstacle.ts'
import { deliveryBranch } from '../merge/delivery-branch.ts'
import type { DeliveryPreview, Repository } from '../ports/git.ts'
import { checkedOutBranch } from './checked-out-branch.ts'
import { projectOf } from './project-of.ts'
import type { ReadDeps } from './read-deps.ts'

export interface ProjectDelivery extends DeliveryPreview {
  baseBranch: string
  /** Whether a person moves the base branch (`delivery: manual` or `branch`). A run then ends with the delivery PENDING. */
  byHand: boolean
  /** The delivery branch to which a run delivers (`delivery: branch`). It is null when there is none. */
  branch: string | null
  /** The branch that is checked out. It is null when HEAD is detached. */
  checkedOutBranch: string | null
}

/**
 * Returns the branch that a run would move if it started now, and what would prevent this delivery (D2). So a person can fix it before the
 * start. During a run, it also looks at the work that the run has merged so far.
 *
 * @throws NotFound, InvalidRepository
 */
export async function projectDelivery(deps: ReadDeps, projectId: string): Promise<ProjectDelivery> {
  const project = await projectOf(deps, projectId)
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  await repository.assertReady(branchRef(project.baseBranch))
  const runs = await deps.store.runs(projectId)
  const active = runs.filter(({ status }) => !isRunEnded(status))
  const tips = await Promise.all([...undelivered(runs), ...active].map(({ branch }) => repository.resolve(branch)))
  const coming = tips.filter((tip) => tip !== null)
  const preview = await repository.deliveryPreview(branchRef(project.baseBranch), coming)
  const { name, baseBranch, settings } = project
  const to = settings.delivery === 'branch' ? deliveryBranch(name) : null
  return {
    ...preview,
    baseBranch,
    byHand: settings.delivery !== 'auto',
    branch: to === null ? null : shortRef(to),
    checkedOutBranch: await checkedOutBranch(repository),
    ...(to === null ? {} : { obstacles: await obstaclesOf(repository, to, preview.commit, coming) }),
  }
}

/** Returns what would prevent the delivery to the delivery branch. The state of the base branch's checkout does not matter then. */
async function obstaclesOf(repository: Repository, to: string, base: string | null, coming: readonly string[]) {
  const obstacle = await branchObstacle(repository, to, [...(base === null ? [] : [base]), ...coming])
  return obstacle === null ? [] : [obstacle]
}
