import { isRunEnded, type RunEvent, type RunRecord, type Store } from '@coppice/engine'
import { ApiError } from '../schema/errors/api-error.ts'
import { createLatch } from './latch.ts'
import { streamOf } from './stream.ts'
import type { StreamTurn } from './stream-turn.ts'

/** One subscriber has at most this number of events in memory (R4). */
export const PAGE = 100

type EventStore = Pick<Store, 'run' | 'events' | 'onEvents'>

/**
 * Follows the events of a run: first the stored events, then new events (R2). It reads pages of events from the store. A notification of
 * the store contains no event and only starts the next read, so a slow subscriber needs the memory of only one page.
 * @returns a stream of the events whose number is above `after`, in order, each once, until the run has ended and no delivery is in
 *   progress
 * @throws ApiError NOT_FOUND when the run does not exist
 */
export async function followEvents(
  store: EventStore,
  { runId, after, signal, turn }: { runId: string; after: number; signal: AbortSignal; turn: StreamTurn },
): Promise<AsyncIterableIterator<RunEvent, void, undefined>> {
  await turn.enter()
  if (!(await store.run(runId))) throw new ApiError('NOT_FOUND', 'No run has this id.')
  return streamOf(signal, (disconnected) => events(store, { runId, after, turn, disconnected }))
}

async function* events(
  store: EventStore,
  { runId, after, turn, disconnected }: { runId: string; after: number; turn: StreamTurn; disconnected: AbortSignal },
): AsyncGenerator<RunEvent, void, undefined> {
  const latch = createLatch(disconnected)
  const stopListening = store.onEvents(runId, latch.raise)
  try {
    for (let sent = after, mayBeOver = true; !disconnected.aborted; ) {
      await turn.enter()
      const page = await store.events(runId, sent, PAGE)
      for (const event of page) {
        await turn.enter()
        if (disconnected.aborted) return
        yield event
        sent = event.sequence
        mayBeOver ||= event.type === 'RunFinished'
      }
      // A page can be short although more events are stored, so only an empty page means that no more events are stored.
      if (page.length > 0) continue
      if (mayBeOver) {
        const run = await store.run(runId)
        if (run === null || (isOver(run) && sent >= run.lastSequence)) return
        // A subscriber that begins above the last event never gets RunFinished. So the run may be over although this subscriber got no
        // RunFinished.
        mayBeOver = isRunEnded(run.status) || sent > run.lastSequence
      }
      turn.leave()
      await latch.wait()
    }
  } finally {
    turn.leave()
    stopListening()
  }
}

/** Whether no more events will be appended: the run has ended, and no delivery is in progress or requested. */
const isOver = (run: RunRecord): boolean =>
  isRunEnded(run.status) && run.deliveryTarget === null && run.deliveryRequestedAt === null
