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
  /** When a compare-and-swap is lost, a line with the reason is written to this log. */
  log?: Log
}

/** One transaction. Its writes and its events are stored together or not at all. */
export interface Change {
  tx: StoreTransaction
  /** The time of the change, in ms. */
  at: number
  emit(...events: NewEvent[]): void
  /** Undoes the whole change if `won` is false: then another change of the same record was stored first. */
  require(won: boolean): void
}

/** The dependencies of a change by the owner of a run. The claim proves that this server is the owner (R6). */
export interface OwnerDeps extends LifecycleDeps {
  claim: Claim
}

/**
 * Writes a change as the owner of the run.
 *
 * @returns the result of `work`, or null when `work` lost a compare-and-swap and nothing was written
 * @throws OwnerLost when another server has taken the run over
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

/**
 * Writes a change of a run that has no owner: a new run, or a run that has ended.
 *
 * @returns the result of `work`, or null when `work` lost a compare-and-swap and nothing was written
 */
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

/** A change of an active run that a person asks for. Any process may make it, not only the owner's. */
export interface Command extends Change {
  /** The command's number within the run. It is stored as `lastCommand` of each task that the command changes. */
  command: number
}

/**
 * Writes a command of a person. The same transaction increases the run's `lastCommand`, which the run's owner compares with its cursor.
 *
 * @returns the result of `work`, or null when `work` lost a compare-and-swap or there is no such run; then nothing was written
 */
export function command<T>(
  deps: LifecycleDeps,
  runId: string,
  work: (command: Command) => Promise<T>,
): Promise<T | null> {
  return write(deps, runId, (it) => asCommand(it, runId, work))
}

/** Writes a command of a person that also changes another run, in the same transaction. */
export const commandOfOther = <T>({ tx, at }: Command, runId: string, work: (command: Command) => Promise<T>) =>
  changeWithin(tx, at, runId, (it) => asCommand(it, runId, work))

async function asCommand<T>(it: Change, runId: string, work: (command: Command) => Promise<T>): Promise<T> {
  const number = await it.tx.nextCommand(runId)
  it.require(number !== null)
  return work({ ...it, command: number as number })
}

/**
 * Undoes the change if a person's command has come that the owner has not read, because the owner's decision may then be wrong. A
 * compare-and-swap does not suffice: it guards only the record that it changes.
 */
export async function requireNoNewCommand(it: Change, run: Pick<RunRecord, 'id' | 'lastCommand'>): Promise<void> {
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
