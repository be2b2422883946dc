import type { StoreTransaction } from '../ports/store.ts'
import { runNow, sessionNow, taskNow } from './record-now.ts'

/** A compare-and-swap was lost, because another change of the same record was stored first. The message contains the present status. */
export class LostRace extends Error {}

/** A transaction that remembers why its last compare-and-swap was lost. */
export interface WatchedSwaps {
  tx: StoreTransaction
  lost(): LostRace
}

/**
 * Wraps `tx`. When a compare-and-swap is lost, the wrapper reads the record again in the same transaction, to learn its present status.
 * Otherwise it adds no read.
 */
export function watchSwaps(tx: StoreTransaction): WatchedSwaps {
  let why = 'another change of the record was stored first'
  async function note(won: boolean, from: readonly string[], now: () => Promise<string>): Promise<boolean> {
    if (!won) why = `${await now()}, but the change needs ${from.join(' or ')}`
    return won
  }
  return {
    tx: {
      ...tx,
      updateRun: async (id, from, patch) => note(await tx.updateRun(id, from, patch), from, () => runNow(tx, id)),
      updateRunTask: async (id, from, patch) =>
        note(await tx.updateRunTask(id, from, patch), from, () => taskNow(tx, id)),
      updateSession: async (id, from, patch) =>
        note(await tx.updateSession(id, from, patch), from, () => sessionNow(tx, id)),
      updateBatch: async (id, from, patch) =>
        note(await tx.updateBatch(id, from, patch), from, async () => 'the batch has another status'),
    },
    lost: () => new LostRace(why),
  }
}
