import type { NewEvent, RunEvent, StoreReads, StoreTransaction } from '@coppice/engine'
import { asRows, chunks } from './bulk.ts'
import type { Connection } from './connection.ts'
import { ANY_EPOCH, requireOwner } from './require-owner.ts'
import { eventOf, eventRow, storedEvent } from './rows.ts'
import { isUuid } from './uuid.ts'

type EventReads = Pick<StoreReads, 'events'>
type EventWrites = Pick<StoreTransaction, 'appendEvents' | 'requireOwner'>

export function eventReads(db: Connection): EventReads {
  return {
    async events(runId, after, limit) {
      if (!isUuid(runId)) return []
      const rows = await db.event.findMany({
        where: { runId, sequence: { gt: after } },
        orderBy: { sequence: 'asc' },
        take: limit,
      })
      return rows.map(eventOf)
    },
  }
}

/** @param appended gets all appended events, with their numbers and in the form in which a later read returns them */
export function eventWrites(db: Connection, appended: RunEvent[], ownerEpoch?: number): EventWrites {
  return {
    requireOwner: (runId) => requireOwner(db, runId, ownerEpoch),
    async appendEvents(runId, at, events) {
      for (const some of chunks(events)) appended.push(...(await append(db, runId, at, some, ownerEpoch)))
    },
  }
}

/**
 * Appends events and numbers them without gaps (R2). The lock on the run's row makes transactions of the run append one after the other. A
 * sequence of the database would leave gaps. One statement locks and appends, because almost every change needs both.
 */
async function append(
  db: Connection,
  runId: string,
  at: number,
  events: readonly NewEvent[],
  ownerEpoch?: number,
): Promise<RunEvent[]> {
  const rows = events.map((event, index) => eventRow({ ...event, runId, at, sequence: 1 + index }))
  const numbers = await db.$queryRaw<{ sequence: number }[]>`
    WITH run AS (
      UPDATE "Run" SET "lastSequence" = "lastSequence" + ${rows.length} WHERE "id" = ${runId}::uuid AND "ownerEpoch" <= ${ownerEpoch ?? ANY_EPOCH}
      RETURNING "lastSequence" - ${rows.length} AS before
    )
    INSERT INTO "Event" ("runId", "sequence", "at", "type", "data")
    SELECT event."runId", run.before + event."sequence", event."at", event."type", event."data"
    FROM run, ${asRows('Event', rows)} AS event
    RETURNING "sequence"`
  if (numbers.length !== rows.length) await requireOwner(db, runId, ownerEpoch)
  if (numbers.length !== rows.length) throw new Error(`the run ${runId} was deleted, so its events cannot be stored`)
  const first = Math.min(...numbers.map(({ sequence }) => sequence))
  return rows.map((row, index) => storedEvent(row, first + index))
}
