import { styleText } from 'node:util'
import { HOW_TO_CONTINUE } from '../client/report-connection.ts'
import { clockTime } from '../terminal/clock-time.ts'
import { harmless } from '../terminal/harmless.ts'
import type { RunBoard } from './run-board.ts'

export interface FrameOptions {
  rows: number
  columns: number
  /** When the connection was lost, in ms since the epoch. It is null while the connection is open. */
  lostAt: number | null
}

/**
 * The lines that the live view redraws at the bottom of the terminal: the state of the run and its running tasks. They use at most a third of
 * the terminal. While the connection is lost, the clocks stop and the frame says how old its data is.
 */
export function frame(board: RunBoard, time: number, { rows, columns, lostAt }: FrameOptions): string {
  const now = lostAt ?? time
  const age = lostAt === null ? null : clockTime(time - lostAt)
  const warning = age === null ? [] : [`Connection lost. The last update was ${age} ago. ${HOW_TO_CONTINUE}`]
  const space = Math.max(1, Math.floor(rows / 3) - 1 - warning.length)
  // Tasks that wait for a person come first, so that the limit of lines does not hide them.
  const running = [...board.running].sort(([, a], [, b]) => Number(b.asks) - Number(a.asks))
  const shown = running.length > space ? running.slice(0, space - 1) : running
  const width = Math.max(0, ...shown.map(([key]) => key.length))
  const lines = shown.map(([key, { attempt, phase, since, asks }]) => {
    const again = attempt > 1 ? `  attempt ${attempt}` : ''
    const waits = asks ? `  waits for you: coppice answer ${key}` : ''
    return `  ${key.padEnd(width)}  ${phase.toLowerCase().padEnd(6)} ${clockTime(now - since)}${again}${waits}`
  })
  const rest = running.length - shown.length
  const more = rest > 0 ? [`  … and ${rest} more`] : []
  const fitting = [...lines, ...more].map((line) => harmless(line).slice(0, columns - 1))
  const top = headline(board, now).slice(0, columns - 1)
  if (lostAt === null) return [styleText('bold', top), ...fitting].join('\n')
  const warned = warning.map((line) => styleText('yellow', line.slice(0, columns - 1)))
  return [...warned, ...[top, ...fitting].map((line) => styleText('dim', line))].join('\n')
}

const headline = (board: RunBoard, now: number) => {
  const { batchNumber, totalBatches, endedTasks, totalTasks, startedAt, running } = board
  return [
    pauseWords(board),
    batchNumber > 0 ? `batch ${batchNumber} of ${totalBatches}` : 'getting ready',
    totalTasks > 0 ? `${endedTasks} of ${totalTasks} tasks` : null,
    `${running.size} running`,
    clockTime(now - startedAt),
  ]
    .filter(Boolean)
    .join(' · ')
}

function pauseWords({ isPaused, awaitsBudget, resumesAt }: RunBoard): string | null {
  if (!isPaused) return null
  if (!awaitsBudget) return 'paused'
  return resumesAt === null
    ? 'paused, waits for a higher budget'
    : `paused until ${new Date(resumesAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
