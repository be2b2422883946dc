import type { Git } from '../../ports/git.ts'
import type { ExecutionDeps } from '../run/run-context.ts'

/**
 * Ends the deliveries that an earlier server began and did not end, in the repositories of all projects (D2). This server carries out most
 * of them again anyway. But if the run was cancelled meanwhile, nothing else ends its delivery. This never rejects. If it fails, the next
 * delivery of the project tries again.
 */
export async function settleDeliveries(
  { store, git, log }: Pick<ExecutionDeps, 'store' | 'log'> & { git: Git },
  mayContinue: () => boolean,
): Promise<void> {
  for (const { id, repositoryPath, trustedPrograms } of await store.projects().catch(() => [])) {
    if (!mayContinue()) return
    try {
      const settled = await (await git.open(repositoryPath, trustedPrograms, id)).settleInterruptedDelivery()
      if (!settled.ok) log.warn({ projectId: id }, `an interrupted delivery stays: ${settled.reason}`)
    } catch (err) {
      log.info({ projectId: id, err }, 'the repository could not be searched for interrupted deliveries')
    }
  }
}
