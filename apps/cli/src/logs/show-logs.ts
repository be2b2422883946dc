import { reportConnection } from '../client/report-connection.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { onStopSignal } from '../signals/stop-signals.ts'
import { awaitSession, findSession, type SessionWish } from './find-session.ts'
import { followOutput, type OutputEntry, replayOutput } from './session-output.ts'

export interface LogsWish extends SessionWish {
  follow: boolean
  json: boolean
}

/** Carries out `coppice logs`: prints the output of a session so far. With `follow`, it also prints new output until the session ends. */
export async function showLogs(io: Io, named: string, wish: LogsWish): Promise<ExitCode> {
  const { api, link } = await requireServer()
  const stopped = new AbortController()
  const connection = reportConnection(io)
  onStopSignal(() => stopped.abort())
  io.onReaderGone(() => stopped.abort())
  const following = { signal: stopped.signal, notice: connection }
  const onWait = (status: string) => io.message(`${named} has not started yet (${status}). Waiting for it …`)
  try {
    const session = wish.follow
      ? await awaitSession(link, named, { wish, following, onWait })
      : await findSession(api, named, wish)
    if (session === null) return EXIT.stillRunning
    const output = wish.follow ? followOutput(link, session.id, following) : replayOutput(api, session.id)
    let isEmpty = true
    for await (const entry of output) {
      if (stopped.signal.aborted) break
      isEmpty = false
      if (wish.json) io.json(entry)
      else io.out(outputText(entry))
    }
    if (isEmpty && !stopped.signal.aborted) io.message(`${named} has no output.`)
    return stopped.signal.aborted && wish.follow ? EXIT.stillRunning : EXIT.done
  } finally {
    connection.close()
  }
}

/** Marks actions of the agent, such as the use of a tool, with their kind. Text that the agent printed is unchanged. */
const outputText = ({ kind, text }: OutputEntry): string =>
  PRINTED.includes(kind) ? text : `[${kind.toLowerCase().replace('_', ' ')}] ${text}`

const PRINTED = ['STDOUT', 'STDERR', 'TEXT']
