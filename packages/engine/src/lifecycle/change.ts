import type { NewEvent } from '../domain/events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store, StoreTransaction } from '../ports/store.ts'

export interface LifecycleDeps {
  store: Store
  clock: Clock
}

/** One transaction: the writes and the events that tell of them are stored together or not at all. */
export interface Change {
  tx: StoreTransaction
  /** ms */
  at: number
  emit(...events: NewEvent[]): void
  /** Gives the whole change up: somebody else was first. */
  require(won: boolean): void
}

class LostRace extends Error {}

/** Null when a compare-and-swap in `work` was lost; then nothing was written. */
export async function change<T>(
  deps: LifecycleDeps,
  runId: string,
  work: (change: Change) => Promise<T>,
): Promise<T | null> {
  try {
    return await deps.store.transaction((tx) => changeWithin(tx, deps.clock.now(), runId, work))
  } catch (error) {
    if (error instanceof LostRace) return null
    throw error
  }
}

async function changeWithin<T>(
  tx: StoreTransaction,
  at: number,
  runId: string,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  const events: NewEvent[] = []
  const result = await work({
    tx,
    at,
    emit: (...more) => void events.push(...more),
    require(won) {
      if (!won) throw new LostRace()
    },
  })
  if (events.length > 0) await tx.appendEvents(runId, at, events)
  return result
}
