import type { ApiClient } from '../client/api-client.ts'
import { controlRun } from '../client/control-run.ts'
import { type ServerLink, untilAnswered } from '../client/server-link.ts'
import { CommandError } from '../command-error.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { onStopSignal, type StopSignal } from '../signals/stop-signals.ts'
import type { AwaitedAct } from './awaited-person.ts'
import { chooseView } from './choose-view.ts'
import { failureOutput } from './failure-output.ts'
import { followProgress } from './follow-progress.ts'
import { lookOut } from './look-out.ts'
import { exitCodeOf, type Outcome, outcomeText } from './outcome.ts'
import { OUTCOME } from './run-operations.ts'

export interface Watched {
  link: ServerLink
  runId: string
  json: boolean
  /** Whether Ctrl-C cancels the run. It does so only when this process is the server. */
  cancels: boolean
  /** How long agents may ask, in ms, before a command without a terminal ends (`answerWaitMs`). */
  answerWaitMs: number
}

/**
 * Why watching ended: the run ended, the run waits for a person and nobody is at a terminal, or the user stopped the command. `signal` is
 * null when the user closed stdout instead.
 */
export type Watching =
  | { is: 'ended'; exitCode: ExitCode }
  | { is: 'waits'; awaited: AwaitedAct }
  | { is: 'stopped'; signal: StopSignal | null }

/** Shows a run to its end, across restarts of the server, or until a signal or a closed stdout stops it. */
export async function watchRun(io: Io, watched: Watched): Promise<Watching> {
  const { link, runId, json, answerWaitMs: quietMs } = watched
  const stopped = new AbortController()
  let signalled: StopSignal | null = null
  const defects: unknown[] = []
  const stopBy = (defect: unknown) => {
    defects.push(defect)
    stopped.abort()
  }
  onStopSignal((_how, signal) => {
    if (watched.cancels && signal === 'SIGINT') {
      io.message('Cancelling: agents have 5 s to end. Ctrl-C again exits at once.')
      cancel(link, runId).catch(stopBy)
      return
    }
    signalled = signal
    stopped.abort()
  })
  io.onReaderGone(() => stopped.abort())
  const view = chooseView(io, json)
  const following = { signal: stopped.signal, notice: view }
  const waits: AwaitedAct[] = []
  const found = (awaited: AwaitedAct) => {
    waits.push(awaited)
    stopped.abort()
  }
  // At a terminal, the command continues to show the run.
  const lookout = io.isAttended ? null : lookOut({ link, runId, following, quietMs, found, failed: stopBy })
  try {
    for await (const event of followProgress(link, runId, following)) {
      view.show(event)
      await lookout?.add(event)
    }
    const end = await untilAnswered(link, following, (api) => endOf(api, runId, json ? null : stopped.signal))
    view.close()
    if (defects.length > 0) throw defects[0]
    const [awaited] = waits
    if (awaited !== undefined && signalled === null) return { is: 'waits', awaited }
    if (end === null) return { is: 'stopped', signal: signalled }
    if (!json) io.out(`\n${[outcomeText(end.outcome), ...end.output].join('\n\n')}`)
    return { is: 'ended', exitCode: exitCodeOf(end.outcome) }
  } finally {
    lookout?.close()
    view.close()
  }
}

/** Cancels the run. A refusal is ignored, because it means that the run has just ended. The last event of the run arrives anyway. */
async function cancel({ api }: ServerLink, runId: string): Promise<void> {
  await controlRun(api, 'cancel', runId).catch((error: unknown) => {
    if (!(error instanceof CommandError)) throw error
  })
}

interface End {
  outcome: Outcome
  /** The last lines of each failed task, one text per task. */
  output: readonly string[]
}

/** @param signal ends the read of the output of failed tasks; null when nobody reads this output */
async function endOf(api: ApiClient, runId: string, signal: AbortSignal | null): Promise<End> {
  const { run: outcome } = await api.request<{ run: Outcome }>(OUTCOME, { id: runId })
  return { outcome, output: signal === null ? [] : await failureOutput(api, outcome, signal) }
}
