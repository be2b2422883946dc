import type { ProgressEvent } from './progress-event.ts'

/** What a watcher knows of a run from its events so far. Times in ms since the epoch. */
export interface RunBoard {
  startedAt: number
  totalTasks: number
  endedTasks: number
  batchNumber: number
  totalBatches: number
  /** In the order in which they began. */
  running: ReadonlyMap<string, RunningTask>
}

export interface RunningTask {
  attempt: number
  phase: string
  since: number
}

export const emptyBoard = (now: number): RunBoard => ({
  startedAt: now,
  totalTasks: 0,
  endedTasks: 0,
  batchNumber: 0,
  totalBatches: 0,
  running: new Map(),
})

/** The board after one more event; pure. */
export function afterEvent(board: RunBoard, event: ProgressEvent): RunBoard {
  const at = Date.parse(event.at)
  switch (event.__typename) {
    case 'RunStarted':
      return { ...board, startedAt: at, totalTasks: event.totalTasks, totalBatches: event.totalBatches }
    case 'BatchStarted':
      return { ...board, batchNumber: event.batchNumber, totalBatches: event.totalBatches }
    case 'TaskStarted':
      return withRunning(board, event.taskKey, { attempt: event.attempt, phase: 'SETUP', since: at })
    case 'TaskPhaseChanged':
      return withRunning(board, event.taskKey, { attempt: event.attempt, phase: event.phase, since: at })
    case 'AttemptFinished':
      return event.taskStatus === 'MERGING' ? board : withoutRunning(board, event.taskKey)
    case 'TaskFinished':
      return { ...withoutRunning(board, event.taskKey), endedTasks: board.endedTasks + 1 }
    default:
      return board
  }
}

function withRunning(board: RunBoard, key: string, task: RunningTask): RunBoard {
  return { ...board, running: new Map(board.running).set(key, task) }
}

function withoutRunning(board: RunBoard, key: string): RunBoard {
  const running = new Map(board.running)
  running.delete(key)
  return { ...board, running }
}
