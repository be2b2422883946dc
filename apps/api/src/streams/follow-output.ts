import { type EngineReads, isSessionEnded, type OutputEntry, type Store } from '@coppice/engine'
import { ApiError } from '../schema/errors/api-error.ts'
import { PAGE } from './follow-events.ts'
import { createLatch } from './latch.ts'
import { streamOf } from './stream.ts'
import type { StreamTurn } from './stream-turn.ts'

type Output = Pick<EngineReads, 'output' | 'onOutput'>

/**
 * Follows the output of a session (R2).
 * @returns a stream of the entries whose number is above `after`, in order, each once, until the session has ended and every entry was sent
 * @throws ApiError NOT_FOUND when the session does not exist
 */
export async function followOutput(
  store: Pick<Store, 'session' | 'onEvents'>,
  output: Output,
  { sessionId, after, signal, turn }: { sessionId: string; after: number; signal: AbortSignal; turn: StreamTurn },
): Promise<AsyncIterableIterator<OutputEntry, void, undefined>> {
  await turn.enter()
  const session = await store.session(sessionId)
  if (!session) throw new ApiError('NOT_FOUND', 'No session has this id.')
  return streamOf(signal, async function* (disconnected) {
    const latch = createLatch(disconnected)
    // Also listen to the events of the run, because one of them reports the end of the session.
    const stopListening = [output.onOutput(sessionId, latch.raise), store.onEvents(session.runId, latch.raise)]
    try {
      for (let sent = Math.max(0, after); !disconnected.aborted; ) {
        await turn.enter()
        // Read the session before the page. All output is stored before the session ends, so the page after an end is complete.
        const now = await store.session(sessionId)
        const page = await output.output(sessionId, sent, PAGE)
        for (const entry of page) {
          await turn.enter()
          if (disconnected.aborted) return
          yield entry
          sent = entry.sequence
        }
        if (page.length > 0) continue
        if (now === null || isSessionEnded(now.status)) return
        turn.leave()
        await latch.wait()
      }
    } finally {
      turn.leave()
      for (const stop of stopListening) stop()
    }
  })
}
