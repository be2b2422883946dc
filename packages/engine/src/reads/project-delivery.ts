import { branchRef } from '../domain/naming.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { undelivered } from '../domain/undelivered.ts'
import type { DeliveryPreview } from '../ports/git.ts'
import { checkedOutBranch } from './checked-out-branch.ts'
import { projectOf } from './project-of.ts'
import type { ReadDeps } from './read-deps.ts'

export interface ProjectDelivery extends DeliveryPreview {
  baseBranch: string
  /** Whether a person delivers (`delivery: manual`). A run then ends with the delivery PENDING. */
  byHand: boolean
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
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms)
  await repository.assertFiltersWork(branchRef(project.baseBranch))
  const runs = await deps.store.runs(projectId)
  const active = runs.filter(({ status }) => !isRunEnded(status))
  const tips = await Promise.all([...undelivered(runs), ...active].map(({ branch }) => repository.resolve(branch)))
  const coming = tips.filter((tip) => tip !== null)
  const preview = await repository.deliveryPreview(branchRef(project.baseBranch), coming)
  const byHand = project.settings.delivery === 'manual'
  return { ...preview, baseBranch: project.baseBranch, byHand, checkedOutBranch: await checkedOutBranch(repository) }
}
