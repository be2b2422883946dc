import type { StoreTransaction } from '../ports/store.ts'
import { runNow, sessionNow, taskNow } from './record-now.ts'

/** Somebody else was first. The message says what the record says now. */
export class LostRace extends Error {}

/** The transaction, and why the last compare-and-swap in it was lost. */
export interface WatchedSwaps {
  tx: StoreTransaction
  lost(): LostRace
}

/** Reads the record again after a lost compare-and-swap, in the same transaction. A successful swap needs no extra read. */
export function watchSwaps(tx: StoreTransaction): WatchedSwaps {
  let why = 'the record has changed meanwhile'
  async function told(won: boolean, from: readonly string[], now: () => Promise<string>): Promise<boolean> {
    if (!won) why = `${await now()}, where the change needs ${from.join(' or ')}`
    return won
  }
  return {
    tx: {
      ...tx,
      updateRun: async (id, from, patch) => told(await tx.updateRun(id, from, patch), from, () => runNow(tx, id)),
      updateRunTask: async (id, from, patch) =>
        told(await tx.updateRunTask(id, from, patch), from, () => taskNow(tx, id)),
      updateSession: async (id, from, patch) =>
        told(await tx.updateSession(id, from, patch), from, () => sessionNow(tx, id)),
      updateBatch: async (id, from, patch) =>
        told(await tx.updateBatch(id, from, patch), from, async () => 'the batch has another status'),
    },
    lost: () => new LostRace(why),
  }
}
