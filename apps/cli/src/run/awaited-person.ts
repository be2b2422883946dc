import { type RunEvent, RunFold, type RunView, type TaskView } from '@coppice/run-model'

/** What only a person can do for a run that starts nothing more. */
export type AwaitedAct =
  /** `reason` says what happened to the budget, and what to do. */
  | { act: 'fund'; reason: string }
  /** `tasks` are the keys of the tasks whose agents ask. */
  | { act: 'answer'; tasks: readonly string[] }

export interface AwaitedPerson {
  act: AwaitedAct
  /** Whether something may still happen without a person, such as a merge. If nothing happens for a while, only a person can help. */
  mayMove: boolean
}

/** Folds the events of a run, and says whether the run waits for a person. A run that a person has paused does not count: they know of it. */
export class PersonFold {
  readonly #run = new RunFold()
  #sequence = 0

  add(event: RunEvent): void {
    this.#sequence = event.sequence
    this.#run.add(event)
  }

  /** The number of the last event. */
  get sequence(): number {
    return this.#sequence
  }

  /** @returns null when the run continues without a person */
  awaited(): AwaitedPerson | null {
    const view = this.#run.view()
    if (view.tasks.some(isBusy)) return null
    if (view.awaitsBudget)
      return {
        act: { act: 'fund', reason: view.reason ?? 'its budget is spent' },
        mayMove: view.tasks.some(({ status }) => status === 'RUNNING' || status === 'MERGING'),
      }
    const tasks = view.tasks.filter(asks).map(({ key }) => key)
    return tasks.length === 0 || hasScheduled(view) ? null : { act: { act: 'answer', tasks }, mayMove: true }
  }
}

/** A task that waits for its turn to be merged is not busy. It may wait for an earlier task, which waits for a person. */
const isBusy = (task: TaskView): boolean =>
  task.status === 'RUNNING' ? !asks(task) : task.status === 'MERGING' && task.phase === 'VERIFY'

const asks = ({ sessions }: TaskView): boolean => sessions.some(({ question }) => question !== null)
const hasScheduled = ({ tasks }: RunView): boolean =>
  tasks.some(({ status, scheduledFor }) => status === 'PENDING' && scheduledFor !== null)
