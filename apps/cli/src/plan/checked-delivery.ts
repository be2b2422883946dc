import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { NextDelivery } from '../delivery/delivery-words.ts'
import { processEnvironment } from '../settings/environment.ts'

export interface CheckedDelivery {
  repositoryPath: string
  next: NextDelivery
}

/**
 * The next delivery for the repository of the plan file, with its checked-out branch as the base. @returns null when there is no
 * repository.
 */
export async function checkedDelivery(plan: string, byHand: boolean): Promise<CheckedDelivery | null> {
  const top = topFolder(plan === '-' ? process.cwd() : dirname(realpathSync(resolve(plan))))
  if (top === null) return null
  const { branchRef, createGit, Refusal, shortRef } = await import('@coppice/engine')
  try {
    // I2: a check does not ask the server what the project trusts, so it runs no filter or other program that the config names.
    const repository = await createGit({ env: processEnvironment }).open(top, {})
    const { head } = await repository.checkoutState()
    if (!head.startsWith('refs/heads/')) return null
    const branch = shortRef(head)
    const { checkout, obstacles } = await repository.deliveryPreview(branchRef(branch), [])
    const said = obstacles.map(({ what, ...paths }) => ({ message: what, ...paths }))
    return {
      repositoryPath: repository.path,
      next: { baseBranch: branch, checkoutPath: checkout, checkedOutBranch: branch, byHand, obstacles: said },
    }
  } catch (error) {
    // A plan can be checked beside a repository that Coppice cannot use. `coppice run` reports what is wrong with the repository.
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
