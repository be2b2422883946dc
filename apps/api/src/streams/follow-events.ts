import { isRunEnded, type RunEvent, type RunRecord, type Store } from '@coppice/engine'
import { ApiError } from '../schema/errors/api-error.ts'
import { createBell } from './bell.ts'
import { streamOf } from './stream.ts'
import type { StreamTurn } from './stream-turn.ts'

/** R4: how many events a subscriber holds in memory. */
export const PAGE = 100

type EventStore = Pick<Store, 'run' | 'events' | 'onEvents'>

/**
 * The events of the run above `after`, in order, once each (R2), page by page: first the stored ones, then new ones. A hint only wakes the
 * reader and the cursor is the truth, so a slow subscriber costs a page of memory and nothing else.
 */
export async function followEvents(
  store: EventStore,
  { runId, after, signal, turn }: { runId: string; after: number; signal: AbortSignal; turn: StreamTurn },
): Promise<AsyncIterableIterator<RunEvent, void, undefined>> {
  await turn.enter()
  if (!(await store.run(runId))) throw new ApiError('NOT_FOUND', 'This run does not exist.')
  return streamOf(signal, (gone) => events(store, { runId, after, turn, gone }))
}

async function* events(
  store: EventStore,
  { runId, after, turn, gone }: { runId: string; after: number; turn: StreamTurn; gone: AbortSignal },
): AsyncGenerator<RunEvent, void, undefined> {
  const bell = createBell(gone)
  const stopListening = store.onEvents(runId, bell.ring)
  try {
    for (let sent = after, mayBeOver = true; !gone.aborted; ) {
      await turn.enter()
      const page = await store.events(runId, sent, PAGE)
      for (const event of page) {
        await turn.enter()
        if (gone.aborted) return
        yield event
        sent = event.sequence
        mayBeOver ||= event.type === 'RunFinished'
      }
      // The events in memory may end in the middle of a page. Only an empty page means that there are no more.
      if (page.length > 0) continue
      if (mayBeOver) {
        const run = await store.run(runId)
        if (run === null || (isOver(run) && sent >= run.lastSequence)) return
        // A subscriber that started beyond the last event does not get the last event.
        mayBeOver = isRunEnded(run.status) || sent > run.lastSequence
      }
      turn.leave()
      await bell.heard()
    }
  } finally {
    turn.leave()
    stopListening()
  }
}

/** Nothing more will be written: the run has ended, and no delivery is in progress. */
const isOver = (run: RunRecord): boolean =>
  isRunEnded(run.status) && run.deliveryTarget === null && run.deliveryRequestedAt === null
