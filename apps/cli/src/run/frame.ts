import { styleText } from 'node:util'
import { clockTime } from '../terminal/clock-time.ts'
import type { RunBoard } from './run-board.ts'

/** The lines below the scrolled text: where the run is, and what runs. Never more than a third of the terminal. */
export function frame(board: RunBoard, now: number, { rows, columns }: { rows: number; columns: number }): string {
  const space = Math.max(1, Math.floor(rows / 3) - 1)
  const running = [...board.running]
  const shown = running.length > space ? running.slice(0, space - 1) : running
  const width = Math.max(0, ...shown.map(([key]) => key.length))
  const lines = shown.map(([key, { attempt, phase, since }]) => {
    const again = attempt > 1 ? `  attempt ${attempt}` : ''
    return `  ${key.padEnd(width)}  ${phase.toLowerCase().padEnd(6)} ${clockTime(now - since)}${again}`
  })
  const rest = running.length - shown.length
  const more = rest > 0 ? [`  … and ${rest} more`] : []
  const fitting = [...lines, ...more].map((line) => line.slice(0, columns - 1))
  return [styleText('bold', headline(board, now).slice(0, columns - 1)), ...fitting].join('\n')
}

const headline = ({ batchNumber, totalBatches, endedTasks, totalTasks, startedAt, running }: RunBoard, now: number) =>
  [
    batchNumber > 0 ? `batch ${batchNumber} of ${totalBatches}` : 'getting ready',
    totalTasks > 0 ? `${endedTasks} of ${totalTasks} tasks` : null,
    `${running.size} running`,
    clockTime(now - startedAt),
  ]
    .filter(Boolean)
    .join(' · ')
