import { requireServer } from '../client/require-server.ts'
import { tellConnection } from '../client/tell-connection.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { onStopSignal } from '../signals/stop-signals.ts'
import { findSession, type SessionWish } from './find-session.ts'
import { followOutput, type OutputEntry, replayOutput } from './session-output.ts'

export interface LogsWish extends SessionWish {
  follow: boolean
  json: boolean
}

/** `coppice logs`: what an agent said, and with `follow` what it says until its session ends. */
export async function showLogs(io: Io, named: string, wish: LogsWish): Promise<ExitCode> {
  const { api, link } = await requireServer()
  const session = await findSession(api, named, wish)
  const left = new AbortController()
  const connection = tellConnection(io)
  onStopSignal(() => left.abort())
  io.onReaderGone(() => left.abort())
  const output = wish.follow
    ? followOutput(link, session.id, { signal: left.signal, notice: connection })
    : replayOutput(api, session.id)
  for await (const entry of output) {
    if (left.signal.aborted) break
    if (wish.json) io.json(entry)
    else io.out(outputText(entry))
  }
  connection.close()
  return left.signal.aborted && wish.follow ? EXIT.stillRunning : EXIT.done
}

/** What the agent printed stands as it is; what it did is marked. */
const outputText = ({ kind, text }: OutputEntry): string =>
  PRINTED.includes(kind) ? text : `[${kind.toLowerCase().replace('_', ' ')}] ${text}`

const PRINTED = ['STDOUT', 'STDERR', 'TEXT']
