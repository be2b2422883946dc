import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ProjectSettings } from '@coppice/engine'
import type { NextDelivery } from '../delivery/delivery-words.ts'
import { processEnvironment } from '../settings/environment.ts'

export interface CheckedDelivery {
  repositoryPath: string
  next: NextDelivery
}

/**
 * Reads from git where a run of this plan would deliver its work, if the checked-out branch were its base branch.
 * @returns null when the plan file is not in a usable repository
 */
export async function checkedDelivery(
  plan: string,
  delivery: ProjectSettings['delivery'],
): Promise<CheckedDelivery | null> {
  const top = topFolder(plan === '-' ? process.cwd() : dirname(realpathSync(resolve(plan))))
  if (top === null) return null
  const { branchRef, createGit, Refusal, shortRef } = await import('@coppice/engine')
  try {
    // Without trusted programs, git runs no filter or other program that the config names (I2). Only the server knows which programs are
    // trusted.
    const repository = await createGit({ env: processEnvironment }).open(top, {})
    const { head } = await repository.checkoutState()
    if (!head.startsWith('refs/heads/')) return null
    const branch = shortRef(head)
    const { checkout, obstacles } = await repository.deliveryPreview(branchRef(branch), [])
    const shown = obstacles.map(({ what, ...paths }) => ({ message: what, ...paths }))
    const next = { baseBranch: branch, checkoutPath: checkout, checkedOutBranch: branch, byHand: delivery !== 'auto' }
    return {
      repositoryPath: repository.path,
      // The name of the project, and with it the name of the delivery branch, is known only when the project exists.
      next:
        delivery === 'branch'
          ? { ...next, branch: 'coppice/deliver/PROJECT', obstacles: [] }
          : { ...next, branch: null, obstacles: shown },
    }
  } catch (error) {
    // The plan can be checked even if Coppice cannot use the repository. `coppice run` reports what is wrong with the repository.
    if (error instanceof Refusal) return null
    throw error
  }
}

function topFolder(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return null
  }
}
