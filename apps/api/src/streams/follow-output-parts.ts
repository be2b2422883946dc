import { setTimeout as sleep } from 'node:timers/promises'
import { type EngineReads, isSessionEnded, type OpenText, type OutputEntry, type Store } from '@coppice/engine'
import { ApiError } from '../schema/errors/api-error.ts'
import { createLatch } from './latch.ts'
import { streamOf } from './stream.ts'
import type { StreamTurn } from './stream-turn.ts'

/** The most entries of one part. */
const PART = 200
/** The time before the next part, in ms, when the client has all entries. So an agent that prints fast causes few parts. */
const PAUSE_MS = 80
/** The same when several parts were sent since the last pause, so that a client has time for other things than lines. */
const LONG_PAUSE_MS = 300

/** Entries of a session's output with consecutive numbers. */
export interface OutputPart {
  entries: OutputEntry[]
  /** The number of the last entry of the session when the part was read. */
  last: number
  /** What the agent is writing after these entries. It is null when that is not known or was not asked for. */
  openText: OpenText | null
}

/**
 * Follows the output of a session in parts, so that a client can follow an agent that prints 10,000 lines a second (R4).
 * @returns a stream of the entries whose number is above `after`, until the session has ended and every entry was sent. When more than
 * `newest` entries wait, the stream leaves out the older ones; null leaves out none.
 * With `openText`, there is also a part without entries whenever the open text has grown.
 * @throws ApiError NOT_FOUND when the session does not exist
 */
export async function followOutputParts(
  store: Pick<Store, 'session' | 'onEvents'>,
  output: Pick<EngineReads, 'output' | 'lastOutput' | 'onOutput' | 'openText' | 'onOpenText'>,
  {
    sessionId,
    after,
    newest,
    openText,
    signal,
    turn,
  }: {
    sessionId: string
    after: number
    newest: number | null
    openText: boolean
    signal: AbortSignal
    turn: StreamTurn
  },
): Promise<AsyncIterableIterator<OutputPart, void, undefined>> {
  await turn.enter()
  const session = await store.session(sessionId)
  if (!session) throw new ApiError('NOT_FOUND', 'No session has this id.')
  return streamOf(signal, async function* (disconnected) {
    const latch = createLatch(disconnected)
    // Also listen to the events of the run, because one of them reports the end of the session.
    const stopListening = [output.onOutput(sessionId, latch.raise), store.onEvents(session.runId, latch.raise)]
    if (openText) stopListening.push(output.onOpenText(sessionId, latch.raise))
    try {
      let parts = 0
      let shown: string | null = null
      for (let sent = Math.max(0, after); !disconnected.aborted; ) {
        await turn.enter()
        // Read the session before the part. All output is stored before the session ends, so what is read after an end is complete.
        const now = await store.session(sessionId)
        const last = await output.lastOutput(sessionId)
        const from = newest === null ? sent : Math.max(sent, last - newest)
        const entries = await output.output(sessionId, from, PART)
        if (disconnected.aborted) return
        sent = entries.at(-1)?.sequence ?? sent
        const open = openText && sent >= last ? await openTextAfter(output, sessionId, sent) : null
        if (entries.length > 0) {
          shown = open?.text ?? null
          yield { entries, last: Math.max(last, sent), openText: open }
          parts += 1
          if (sent < last) continue
          turn.leave()
          await sleep(parts > 1 ? LONG_PAUSE_MS : PAUSE_MS, undefined, { signal: disconnected }).catch(() => {})
          parts = 0
          continue
        }
        if (now === null || isSessionEnded(now.status)) return
        if (open !== null && open.text !== shown) {
          shown = open.text
          yield { entries, last, openText: open }
        }
        turn.leave()
        await latch.wait()
      }
    } finally {
      turn.leave()
      for (const stop of stopListening) stop()
    }
  })
}

/** Returns the open text, unless the entry before it was not sent yet. Otherwise a client would show a line in the wrong place. */
async function openTextAfter(
  output: Pick<EngineReads, 'openText'>,
  sessionId: string,
  sent: number,
): Promise<OpenText | null> {
  const open = await output.openText(sessionId)
  return open !== null && open.after <= sent ? open : null
}
