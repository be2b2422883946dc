import type { NewEvent } from '../domain/events.ts'
import { OwnerLost } from '../domain/owner-lost.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Claim } from '../ports/claim.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Store, StoreTransaction } from '../ports/store.ts'
import { LostRace, watchSwaps } from './lost-race.ts'

export interface LifecycleDeps {
  store: Store
  clock: Clock
  /** Is told why a compare-and-swap was lost. */
  log?: Log
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

/** What the owner of a run writes with (R6). */
export interface OwnerDeps extends LifecycleDeps {
  claim: Claim
}

/**
 * A change by the owner of the run. Throws OwnerLost when another server has taken the run over.
 *
 * @returns null when a compare-and-swap in `work` was lost; then nothing was written
 */
export async function change<T>(
  deps: OwnerDeps,
  runId: string,
  work: (change: Change) => Promise<T>,
): Promise<T | null> {
  try {
    return await write(deps, runId, work, deps.claim.epoch)
  } catch (error) {
    if (error instanceof OwnerLost) deps.claim.doubt()
    throw error
  }
}

/** The same for who does not own the run: it is new, or has ended. */
export async function write<T>(
  deps: LifecycleDeps,
  runId: string,
  work: (change: Change) => Promise<T>,
  ownerEpoch?: number,
): Promise<T | null> {
  try {
    return await deps.store.transaction((tx) => changeWithin(tx, deps.clock.now(), runId, work), ownerEpoch)
  } catch (error) {
    if (!(error instanceof LostRace)) throw error
    deps.log?.info({ runId }, `a change came too late: ${error.message}`)
    return null
  }
}

/** A change of an active run that a person asks for, from any process. */
export interface Command extends Change {
  /** The command's number within the run. What it writes to tasks carries it (`lastCommand`). */
  command: number
}

/**
 * Writes for a command: the run's `lastCommand` grows in the same transaction, so that the run's owner sees by its cursor
 * that there is something new.
 */
export function command<T>(
  deps: LifecycleDeps,
  runId: string,
  work: (command: Command) => Promise<T>,
): Promise<T | null> {
  return write(deps, runId, async (it) => {
    const number = await it.tx.nextCommand(runId)
    it.require(number !== null)
    return work({ ...it, command: number as number })
  })
}

/**
 * Gives the change up when a command has come that the owner has not seen: what it decided may no longer hold. A compare-and-swap
 * guards only the record that it changes.
 */
export async function requireNoNews(it: Change, run: Pick<RunRecord, 'id' | 'lastCommand'>): Promise<void> {
  it.require((await it.tx.run(run.id))?.lastCommand === run.lastCommand)
}

async function changeWithin<T>(
  tx: StoreTransaction,
  at: number,
  runId: string,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  const events: NewEvent[] = []
  const swaps = watchSwaps(tx)
  const result = await work({
    tx: swaps.tx,
    at,
    emit: (...more) => void events.push(...more),
    require(won) {
      if (!won) throw swaps.lost()
    },
  })
  if (events.length > 0) await tx.appendEvents(runId, at, events)
  return result
}
