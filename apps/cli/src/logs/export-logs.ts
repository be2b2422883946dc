import { findRunOrLast } from '../client/find-run.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { onStopSignal } from '../signals/stop-signals.ts'
import type { SessionWish } from './find-session.ts'
import { findSessions } from './find-sessions.ts'

/** Carries out `coppice logs --markdown`: prints the transcript of a run, a task or a session as Markdown. */
export async function exportLogs(io: Io, named: string | undefined, wish: SessionWish): Promise<ExitCode> {
  const { api } = await requireServer()
  const stopped = new AbortController()
  onStopSignal(() => stopped.abort())
  io.onReaderGone(() => stopped.abort())
  const run = await findRunOrLast(api, wish)
  const { runTaskId, sessionId } = await findSessions(api, run, named, wish.attempt)
  try {
    for await (const piece of api.download(`/transcripts/${sessionId ?? runTaskId ?? run.id}.md`, stopped.signal))
      await io.write(piece)
  } catch (error) {
    if (!stopped.signal.aborted) throw error
  }
  return EXIT.done
}
