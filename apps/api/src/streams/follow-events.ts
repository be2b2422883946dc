import { isRunEnded, type RunEvent, type RunRecord, type Store } from '@coppice/engine'
import { ApiError } from '../schema/errors/api-error.ts'
import { createBell } from './bell.ts'
import { streamOf } from './stream.ts'
import type { StreamTurn } from './stream-turn.ts'

/** R4: what a subscriber holds in memory. */
export const PAGE = 100

type EventStore = Pick<Store, 'run' | 'events' | 'onEvents'>

/**
 * The run's events above `after`, in order, once each (R2), page by page: first what is there, then what comes. A hint
 * only wakes; the cursor is the truth, so a slow subscriber costs a page of memory and nothing else.
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
      // What memory holds may cut a page short: only an empty one says that there is no more.
      if (page.length > 0) continue
      if (mayBeOver) {
        const run = await store.run(runId)
        if (run === null || (isOver(run) && sent >= run.lastSequence)) return
        // Whoever asked from beyond the last event is not told of the last one.
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

/** Nothing more will be written: it has ended, and no delivery is under way. */
const isOver = (run: RunRecord): boolean =>
  isRunEnded(run.status) && run.deliveryTarget === null && run.deliveryRequestedAt === null
