import { foldRun, isRunEnded, type RunEvent, type RunView } from '@coppice/run-model'
import type { Client } from 'urql'
import type { OpenStream } from '../../client/console-provider.tsx'
import { batched } from '../../live/batched.ts'
import { type Connection, follow, waitBefore } from '../../live/follow.ts'
import type { WakeablePause } from '../../live/pause.ts'
import { loadRun, runEvents } from './run-source.ts'

export interface LiveRun {
  /** It is null until the first snapshot has arrived. */
  view: RunView | null
  /** Whether the server has responded that the run does not exist. */
  absent: boolean
  connection: Connection | { state: 'opening' }
  caughtUp: { missed: number; tookMs: number; at: number } | null
}

export const OPENING: LiveRun = { view: null, absent: false, connection: { state: 'opening' }, caughtUp: null }

export interface LiveRunOptions {
  client: Client
  openStream: OpenStream
  id: string
  pause: WakeablePause
  signal: AbortSignal
  onChange: (change: (run: LiveRun) => LiveRun) => void
  /** Called once, when the first snapshot has arrived, with a function that changes the view. */
  onAmendable: (amend: Amend) => void
}

/** Puts the result of a mutation into the view at once, before the event of the change arrives. The event then contains the same value. */
export type Amend = (facts: Pick<RunView, 'maxConcurrency'>) => void

/** Loads a snapshot of the run, then follows its events until the run has ended or `signal` aborts. Each change is passed to `onChange`. */
export async function followLiveRun(options: LiveRunOptions): Promise<void> {
  const { client, openStream, id, signal, pause, onChange } = options
  const snapshot = await firstSnapshot(options)
  if (snapshot === null || signal.aborted) return
  let view = snapshot
  onChange((run) => ({ ...run, view }))

  const show = (next: RunView) => {
    view = next
    onChange((run) => ({ ...run, view: next }))
  }
  options.onAmendable((facts) => show({ ...view, ...facts }))
  const events = batched<RunEvent>((items) => show(foldRun(view, items)))
  await follow<RunEvent>({
    source: runEvents(client, openStream, id),
    after: view.lastSequence,
    onItem: events.add,
    onConnection: (connection) => {
      events.flush()
      onChange((run) => ({ ...run, connection }))
    },
    onCaughtUp: (missed, tookMs) => onChange((run) => ({ ...run, caughtUp: { missed, tookMs, at: Date.now() } })),
    isEnded: () => {
      events.flush()
      return isRunEnded(view.status) && !view.delivery.inProgress
    },
    pause,
    now: Date.now,
    signal,
  })
}

/** Loads the first snapshot and retries until the server responds. @returns null when the run does not exist or `signal` aborts. */
async function firstSnapshot({ client, id, signal, pause, onChange }: LiveRunOptions): Promise<RunView | null> {
  const since = Date.now()
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      const view = await loadRun(client, id)
      if (view === null) onChange((run) => ({ ...run, absent: true }))
      return view
    } catch {
      const waitMs = waitBefore(failures)
      const connection: Connection = { state: 'lost', since, nextTryAt: Date.now() + waitMs }
      onChange((run) => ({ ...run, connection }))
      await pause.wait(waitMs, signal)
    }
  }
  return null
}
