import { EVENTS, type RunEvent } from '../events/events.ts'
import { RunDraft } from './run-draft.ts'
import { type RunView, UNKNOWN_RUN } from './run-view.ts'

/** The folds of all events by name. The cast is needed, because the compiler does not see that each event gets the fold of its own name. */
const FOLDS = EVENTS as unknown as Readonly<
  Record<string, { fold?(run: RunDraft, event: RunEvent, at: number): void } | undefined>
>

/** Folds the events of a run to its state, one after the other (R2). */
export class RunFold {
  readonly #run: RunDraft

  constructor(from: RunView = UNKNOWN_RUN) {
    this.#run = new RunDraft(from)
  }

  /** Adds the next event. An event that was already added has no effect. An event of an unknown type only changes `lastSequence`. */
  add(event: RunEvent): void {
    if (event.sequence <= this.#run.head.lastSequence) return
    FOLDS[event.__typename]?.fold?.(this.#run, event, Date.parse(event.at))
    this.#run.change({ lastSequence: event.sequence })
  }

  startedAt(): number | null {
    return this.#run.head.startedAt
  }

  /** Returns the state. It copies the list of tasks only if a task has changed since the last call. */
  view(): RunView {
    return this.#run.view()
  }
}

/** @returns the state after the events; `view` does not change */
export function foldRun(view: RunView, events: Iterable<RunEvent>): RunView {
  const fold = new RunFold(view)
  for (const event of events) fold.add(event)
  return fold.view()
}
