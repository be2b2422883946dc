import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { keepSecrets } from './keep-secrets.ts'
import { adopted } from './take-up.ts'

/**
 * Ends the agents of sessions that have ended in the database, so that no process of an ended session stays alive (C1).
 *
 * @returns the slots whose agents may still be alive
 */
export async function endAgents(parts: AttemptParts, orders: readonly AttemptOrder[]): Promise<Set<number>> {
  const inUse = new Set<number>()
  for (const order of orders) {
    const { sessionId, slot } = order
    try {
      keepSecrets(parts, order)
      const process = await adopted(parts, order)
      process?.stop('cancelled')
      await process?.ended
    } catch (err) {
      inUse.add(slot)
      parts.log.warn({ sessionId, err }, 'the agent of an ended session may still run, so its worktree is not removed')
    }
  }
  return inUse
}
