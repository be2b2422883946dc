import { RUN_SEQUENCE, type RunEvent } from '@coppice/run-model'
import { type Following, type ServerLink, untilAnswered } from '../client/server-link.ts'
import { type AwaitedAct, PersonFold } from './awaited-person.ts'

export interface Lookout {
  /** Takes an event of the run, after it was shown. */
  add(event: RunEvent): Promise<void>
  close(): void
}

export interface LookoutParts {
  link: ServerLink
  runId: string
  following: Following
  /** The run is asked again after each such time without an event. It is in ms. */
  quietMs: number
  /** Called when the run waits for a person. */
  found(awaited: AwaitedAct): void
  failed(defect: unknown): void
}

/** After these events, perhaps nothing is active any more. */
const ENDINGS: ReadonlySet<string> = new Set(['RunStatusChanged', 'TaskFinished', 'AttemptFinished'])

/**
 * Finds out that a run waits for a person. Before it calls `found`, it asks the server whether the run has newer events, because the events of
 * a run that is followed from its beginning report what happened long ago.
 */
export function lookOut({ link, runId, following, quietMs, found, failed }: LookoutParts): Lookout {
  const run = new PersonFold()
  const isNewest = async (sequence: number): Promise<boolean> => {
    const answer = await untilAnswered(link, following, (api) =>
      api.request<{ run: { lastSequence: number } }>(RUN_SEQUENCE, { id: runId }),
    )
    return answer?.run.lastSequence === sequence && run.sequence === sequence
  }
  const check = async (isQuiet: boolean): Promise<void> => {
    const awaited = run.awaited()
    if (awaited === null || (awaited.mayMove && !isQuiet)) return
    if (await isNewest(run.sequence)) found(awaited.act)
  }
  const timer = setInterval(() => void check(true).catch(failed), quietMs)
  return {
    async add(event) {
      run.add(event)
      timer.refresh()
      if (ENDINGS.has(event.__typename)) await check(false)
    },
    close: () => clearInterval(timer),
  }
}
