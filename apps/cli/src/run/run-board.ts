import { isTaskEnded, type RunEvent, RunFold, type TaskView } from '@coppice/run-model'

/** The state of an active run that the terminal views show. Times are in ms since the epoch. */
export interface RunBoard {
  startedAt: number
  isPaused: boolean
  /** Whether the run is paused because of a budget. */
  awaitsBudget: boolean
  /** When a run that waits for the budget of the next day continues. It is null for any other run. */
  resumesAt: number | null
  totalTasks: number
  endedTasks: number
  /** The number of the batch that started last. It is 0 before the first batch starts. */
  batchNumber: number
  totalBatches: number
  /** The running tasks by key, in the order in which they started. */
  running: ReadonlyMap<string, RunningTask>
}

export interface RunningTask {
  attempt: number
  phase: string
  since: number
  /** Whether the agent waits for an answer of a person. */
  asks: boolean
}

/** Calculates the board from the events of a run. @param openedAt counts as the start of the run until the event `RunStarted` arrives */
export class BoardFold {
  readonly #run = new RunFold()
  readonly #openedAt: number
  #totalTasks = 0
  #batchNumber = 0

  constructor(openedAt: number) {
    this.#openedAt = openedAt
  }

  add(event: RunEvent): void {
    if (event.__typename === 'RunStarted') this.#totalTasks = event.totalTasks
    if (event.__typename === 'BatchStarted') this.#batchNumber = event.batchNumber
    this.#run.add(event)
  }

  get startedAt(): number {
    return this.#run.startedAt() ?? this.#openedAt
  }

  board(): RunBoard {
    const { status, awaitsBudget, resumesAt, tasks, batches } = this.#run.view()
    return {
      startedAt: this.startedAt,
      ...{ isPaused: status === 'PAUSED', awaitsBudget, resumesAt },
      totalTasks: this.#totalTasks,
      endedTasks: tasks.filter((task) => isTaskEnded(task.status)).length,
      batchNumber: this.#batchNumber,
      totalBatches: batches.length,
      running: new Map(tasks.filter(isAtWork).sort(byBegin).map(entryOf)),
    }
  }
}

const isAtWork = ({ status }: TaskView): boolean => status === 'RUNNING' || status === 'MERGING'
const byBegin = (a: TaskView, b: TaskView): number => (a.startedAt ?? 0) - (b.startedAt ?? 0)
const entryOf = ({ key, attempts, phase, phaseStartedAt, sessions }: TaskView): [string, RunningTask] => [
  key,
  {
    ...{ attempt: attempts, phase: phase ?? '', since: phaseStartedAt ?? 0 },
    asks: sessions.some(({ question }) => question !== null),
  },
]
