import type { AttemptRow } from '@coppice/run-model'
import type { ReactNode } from 'react'
import { sessionElapsed } from '../run/view/elapsed.ts'
import { spaced, type TimeAxis } from '../track/time-axis.ts'
import { clock } from '../words/format.ts'
import { RADIUS } from './attempt-measures.ts'

/** The approximate width of a character in px. It is used to keep labels apart. */
const CHAR = 6.2

/** A text in the drawing of the attempts. */
export function Label({
  x,
  y,
  tone = 'var(--text-3)',
  children,
}: {
  x: number
  y: number
  tone?: string
  children: ReactNode
}) {
  return (
    <span
      className="pointer-events-none absolute overflow-hidden text-[11.5px] leading-[14px] text-ellipsis whitespace-nowrap"
      style={{ left: x, top: y, right: 4, color: tone }}
    >
      {children}
    </span>
  )
}

export interface RowLabelsProps {
  row: AttemptRow
  y: number
  axis: TimeAxis
  now: number
  /** When the next session started, in ms since the epoch. The line of that session crosses this row. */
  nextFrom: number | null
}

/** @returns the x of the reason: after the end of the row, or after the line of the next session if the text would cross that line. */
function reasonX(reason: string, endX: number, nextX: number | null): number {
  const x = endX + 22
  return nextX !== null && x + reason.length * CHAR > nextX ? Math.max(x, nextX + 9) : x
}

/** The texts of a row: the duration of its session, and why the session ended. */
export function RowLabels({ row, y, axis, now, nextFrom }: RowLabelsProps) {
  const wait = row.segments.find((segment) => segment.kind === 'wait')
  const labels: { x: number; width: number; text: string; tone?: string }[] = []
  const took = clock(sessionElapsed(row.session, now))
  const tone = row.session.endedAt === null ? { tone: 'var(--running)' } : {}
  labels.push({ x: axis.x(row.from) + RADIUS + 4, width: took.length * CHAR, text: took, ...tone })
  if (wait) labels.push({ x: axis.x(wait.from) + 8, width: 80, text: 'in the queue' })
  const end = row.outcome === 'failed' || row.outcome === 'conflict' || row.outcome === 'stopped'
  return (
    <>
      {spaced(labels).map((label) => (
        <Label key={label.text} x={label.x} y={y - 21} tone={label.tone}>
          {label.text}
        </Label>
      ))}
      {end && row.reason && (
        <Label
          x={reasonX(row.reason, axis.x(row.to ?? now), nextFrom === null ? null : axis.x(nextFrom))}
          y={y - 7}
          tone={row.outcome === 'failed' ? 'var(--failed)' : 'var(--text-2)'}
        >
          {row.reason}
        </Label>
      )}
    </>
  )
}
