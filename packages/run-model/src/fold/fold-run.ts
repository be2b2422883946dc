import { EVENTS, type RunEvent } from '../events/events.ts'
import { RunDraft } from './run-draft.ts'
import { type RunView, UNKNOWN_RUN } from './run-view.ts'

/** The compiler does not see that an event is folded by the definition of its own name. */
const FOLDS = EVENTS as unknown as Readonly<
  Record<string, { fold?(run: RunDraft, event: RunEvent, at: number): void } | undefined>
>

/** Folds the events of a run one after the other (R2). */
export class RunFold {
  readonly #run: RunDraft

  constructor(from: RunView = UNKNOWN_RUN) {
    this.#run = new RunDraft(from)
  }

  /**
   * A replay has no effect: an event that the state already contains changes nothing. An unknown type of event only advances the number.
   */
  add(event: RunEvent): void {
    if (event.sequence <= this.#run.head.lastSequence) return
    FOLDS[event.__typename]?.fold?.(this.#run, event, Date.parse(event.at))
    this.#run.change({ lastSequence: event.sequence })
  }

  startedAt(): number | null {
    return this.#run.head.startedAt
  }

  /** Costs one pass over the tasks if one has changed since the last read. */
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
