import { reportConnection } from '../client/report-connection.ts'
import type { Io } from '../io.ts'
import { clockTime } from '../terminal/clock-time.ts'
import { createEventLine, plainLine } from './event-line.ts'
import { BoardFold, type RunningTask } from './run-board.ts'
import type { View } from './view.ts'

const HEARTBEAT_MS = 60_000

/** Prints one line per event, for pipes and logs. After a minute without events, it prints a line with the tasks that are running. */
export function plainView(io: Io, heartbeatMs = HEARTBEAT_MS): View {
  const run = new BoardFold(Date.now())
  const eventLine = createEventLine()
  let keyWidth = 0
  const connection = reportConnection(io)
  const beat = () => {
    if (connection.isLost) return
    const board = run.board()
    const running = [...board.running].map(nameOf).join(', ') || 'nothing'
    const elapsed = clockTime(Date.now() - board.startedAt).padStart(5)
    const state = board.isPaused ? 'run is paused' : 'run continues'
    io.out(`${elapsed}  ${state}: ${board.endedTasks} of ${board.totalTasks} tasks ended, running: ${running}`)
  }
  const timer = setInterval(beat, heartbeatMs)
  return {
    show(event) {
      run.add(event)
      const line = eventLine(event)
      if (line === null) return
      keyWidth = Math.max(keyWidth, line.task?.length ?? 0)
      io.out(plainLine(line, Date.parse(event.at) - run.startedAt, keyWidth))
      timer.refresh()
    },
    lost: connection.lost,
    regained: connection.regained,
    close() {
      connection.close()
      clearInterval(timer)
    },
  }
}

const nameOf = ([key, { asks }]: [string, RunningTask]): string => (asks ? `${key} (waits for an answer)` : key)
