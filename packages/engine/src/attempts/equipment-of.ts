import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { Equipment } from '../worktrees/equip-worktree.ts'
import type { AttemptParts } from './attempt-parts.ts'
import type { RunSite } from './run-site.ts'

export const equipmentOf = (parts: AttemptParts, { repository }: RunSite, order: AttemptOrder): Equipment => ({
  shell: parts.shell,
  settings: order.equipment,
  checkout: repository.path,
  env: { ...parts.env, ...repository.submoduleAccess, ...parts.passed.take(order.env) },
})
