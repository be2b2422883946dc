import type { Forwarded } from '../../ports/git.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { refusalOf } from './move/move-refused.ts'
import { settleInterruptedMove } from './move/settle-move.ts'

/** Ends a delivery that a crash interrupted (R1). @returns the reason when that is not possible now */
export function settleInterruptedDelivery(repo: RepositoryContext): Promise<Forwarded> {
  return refusing(repo.path, () =>
    repo.lock.hold(async () => {
      await settleInterruptedMove(repo, repo.reach)
      return { ok: true }
    }),
  )
}

/** Turns expected errors into the reason for a refusal. */
export async function refusing(path: string, work: () => Promise<Forwarded>): Promise<Forwarded> {
  try {
    return await work()
  } catch (error) {
    const reason = refusalOf(error, path)
    if (reason === null) throw error
    return { ok: false, reason }
  }
}
