import { type EngineReads, isSessionEnded, type OutputEntry, type Store } from '@coppice/engine'
import { ApiError } from '../schema/errors/api-error.ts'
import { createBell } from './bell.ts'
import { PAGE } from './follow-events.ts'
import { streamOf } from './stream.ts'
import type { StreamTurn } from './stream-turn.ts'

type Output = Pick<EngineReads, 'output' | 'onOutput'>

/** The output of a session above `after`, in order, once each (R2). It ends when the session has ended and everything was sent. */
export async function followOutput(
  store: Pick<Store, 'session' | 'onEvents'>,
  output: Output,
  { sessionId, after, signal, turn }: { sessionId: string; after: number; signal: AbortSignal; turn: StreamTurn },
): Promise<AsyncIterableIterator<OutputEntry, void, undefined>> {
  await turn.enter()
  const session = await store.session(sessionId)
  if (!session) throw new ApiError('NOT_FOUND', 'This session does not exist.')
  return streamOf(signal, async function* (gone) {
    const bell = createBell(gone)
    // The end of a session is an event of the run.
    const stopListening = [output.onOutput(sessionId, bell.ring), store.onEvents(session.runId, bell.ring)]
    try {
      for (let sent = Math.max(0, after); !gone.aborted; ) {
        await turn.enter()
        // The session must be read before the page, because all output of an ended session is stored before its end.
        const now = await store.session(sessionId)
        const page = await output.output(sessionId, sent, PAGE)
        for (const entry of page) {
          await turn.enter()
          if (gone.aborted) return
          yield entry
          sent = entry.sequence
        }
        if (page.length > 0) continue
        if (now === null || isSessionEnded(now.status)) return
        turn.leave()
        await bell.heard()
      }
    } finally {
      turn.leave()
      for (const stop of stopListening) stop()
    }
  })
}
