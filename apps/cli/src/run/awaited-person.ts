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

/** Folds the events of a run, and says whether the run waits for a person. */
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
    return awaitedPerson(this.#run.view())
  }
}

/** @returns null when the run continues without a person, or a person has paused it */
export function awaitedPerson(
  run: Pick<RunView, 'status' | 'reason' | 'awaitsBudget' | 'tasks'>,
): AwaitedPerson | null {
  if (run.tasks.some(isBusy)) return null
  if (run.awaitsBudget)
    return {
      act: { act: 'fund', reason: run.reason ?? 'its budget is spent' },
      mayMove: run.tasks.some(({ status }) => status === 'RUNNING' || status === 'MERGING'),
    }
  if (run.status !== 'RUNNING') return null
  const tasks = run.tasks.filter(asks).map(({ key }) => key)
  return tasks.length === 0 || hasScheduled(run) ? null : { act: { act: 'answer', tasks }, mayMove: true }
}

/** A task that waits for its turn to be merged is not busy. It may wait for an earlier task, which waits for a person. */
const isBusy = (task: TaskView): boolean =>
  task.status === 'RUNNING' ? !asks(task) : task.status === 'MERGING' && task.phase === 'VERIFY'

const asks = ({ sessions }: TaskView): boolean => sessions.some(({ question }) => question !== null)
const hasScheduled = ({ tasks }: Pick<RunView, 'tasks'>): boolean =>
  tasks.some(({ status, scheduledFor }) => status === 'PENDING' && scheduledFor !== null)
