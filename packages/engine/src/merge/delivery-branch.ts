import { createHash } from 'node:crypto'
import { branchRef } from '../domain/naming.ts'

const SLUG = /^[a-z0-9][a-z0-9-]{0,39}$/

/**
 * Returns the branch to which the runs of a project deliver with `delivery: branch`. The name of a project never changes, so the branch stays the
 * same. If the name is no slug, a hash follows its slug, so that different names give different branches (I4).
 */
export function deliveryBranch(projectName: string): string {
  if (SLUG.test(projectName)) return inDeliver(projectName)
  const words = projectName.toLowerCase().match(/[a-z0-9]+/g) ?? ['project']
  const hash = createHash('sha256').update(projectName).digest('hex').slice(0, 8)
  return inDeliver(`${words.join('-').slice(0, 40)}-${hash}`)
}

const inDeliver = (name: string): string => branchRef(`coppice/deliver/${name}`)
