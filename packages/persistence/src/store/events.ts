import type { StoreReads, StoreTransaction } from '@coppice/engine'
import { insertRows } from './bulk.ts'
import type { Connection } from './connection.ts'
import { eventOf, eventRow } from './rows.ts'
import { isUuid } from './uuid.ts'

type EventReads = Pick<StoreReads, 'events'>
type EventWrites = Pick<StoreTransaction, 'appendEvents'>

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

/** Notes in `touched` the runs that have new events. */
export function eventWrites(db: Connection, touched: Set<string>): EventWrites {
  return {
    async appendEvents(runId, at, events) {
      if (events.length === 0) return
      // R2: the row's lock orders transactions that append to one run, so numbers commit in order. A database sequence would not.
      const { lastSequence } = await db.run.update({
        where: { id: runId },
        data: { lastSequence: { increment: events.length } },
        select: { lastSequence: true },
      })
      const first = lastSequence - events.length + 1
      const rows = events.map((event, index) => eventRow({ ...event, runId, at, sequence: first + index }))
      await insertRows(db, 'Event', rows)
      touched.add(runId)
    },
  }
}
