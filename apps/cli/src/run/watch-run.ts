import type { ApiClient } from '../client/api-client.ts'
import { controlRun } from '../client/control-run.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { onStopSignal, type StopSignal, signalExitCode } from '../signals/stop-signals.ts'
import { besideForecast } from '../terminal/forecast-words.ts'
import { chooseView } from './choose-view.ts'
import { failureOutput } from './failure-output.ts'
import { followProgress } from './follow-progress.ts'
import { exitCodeOf, type Outcome, outcomeText } from './outcome.ts'
import { OUTCOME } from './run-operations.ts'
import type { StartedRun } from './start-run.ts'
import type { UsedServer } from './use-server.ts'

export interface Watched {
  api: ApiClient
  server: UsedServer
  run: StartedRun
  json: boolean
}

/** Follows a run to its end, or until the watcher is told to go. */
export async function watchRun(io: Io, watched: Watched): Promise<number> {
  const { api, server, run, json } = watched
  const left = new AbortController()
  onStopSignal((_how, signal) => {
    if (!server.isOurs || signal !== 'SIGINT') return left.abort(signal)
    io.message('Cancelling: agents have 5 s to end. Ctrl-C again exits at once.')
    controlRun(api, 'cancel', run.id).catch((error: unknown) => left.abort(error))
  })
  const started = besideForecast(`Run ${run.number}`, run.forecast)
  io.message(`${started}${server.isOurs ? '' : `; the console shows it at ${server.address.url}`}`)
  const view = chooseView(io, json)
  try {
    for await (const event of followProgress(api, run.id, left.signal)) view.show(event)
  } finally {
    view.close()
  }
  return left.signal.aborted ? leave(io, watched, left.signal.reason) : conclude(io, watched)
}

async function conclude(io: Io, { api, run, json }: Watched): Promise<ExitCode> {
  const { run: outcome } = await api.request<{ run: Outcome }>(OUTCOME, { id: run.id })
  if (!json) io.out(`\n${outcomeText(outcome)}`)
  if (!json) for (const text of await failureOutput(api, outcome)) io.out(`\n${text}`)
  return exitCodeOf(outcome)
}

/** Agents of our own server end with it and are taken up again by the next; those of another one do not notice. */
async function leave(io: Io, { server, run }: Watched, signal: StopSignal): Promise<number> {
  if (server.isOurs) {
    await server.stop(signal === 'SIGUSR2' ? 'handover' : 'interrupt')
    io.message(`Run ${run.number} goes on when a server starts: coppice serve`)
    return signalExitCode(signal)
  }
  io.message(`Run ${run.number} goes on. Watch or cancel it at ${server.address.url}, or: coppice cancel`)
  return EXIT.stillRunning
}
