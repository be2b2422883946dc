import type { AttemptRow, Segment } from '@coppice/run-model'
import marks from '../marks/marks.module.css'
import type { TimeAxis } from '../track/time-axis.ts'
import styles from '../track/track.module.css'
import { clock } from '../words/format.ts'
import { RADIUS, ROOT_Y } from './attempt-measures.ts'

function fillOf(segment: Segment, hatch: string): { fill: string; stroke: string } {
  if (segment.failed) return { fill: `url(#${hatch})`, stroke: 'var(--failed)' }
  if (segment.kind === 'setup') return { fill: 'var(--bg)', stroke: 'var(--line-2)' }
  if (segment.to !== null) return { fill: 'var(--bar)', stroke: 'var(--bar)' }
  const live = segment.kind === 'agent' ? 'var(--running)' : 'var(--merging)'
  return { fill: live, stroke: live }
}

/** Draws how the time of a session was used: setup, agent, wait and verify. */
export function Segments({
  row,
  y,
  axis,
  now,
  hatch,
}: {
  row: AttemptRow
  y: number
  axis: TimeAxis
  now: number
  hatch: string
}) {
  return row.segments.map((segment) => {
    const [x1, x2] = [axis.x(segment.from), axis.x(segment.to ?? now)]
    const title = `${segment.kind} phase ${clock((segment.to ?? now) - segment.from)}`
    if (segment.kind === 'wait') return <path key={segment.from} className={styles.stem} d={`M${x1} ${y}H${x2}`} />
    return (
      <rect
        key={`${segment.kind} ${segment.from}`}
        x={x1 + 0.5}
        y={y - 4}
        width={Math.max(1.5, x2 - x1 - 1)}
        height="8"
        {...fillOf(segment, hatch)}
      >
        <title>{title}</title>
      </rect>
    )
  })
}

/**
 * Draws the start and the end of a session's line. The line leaves the line of the run's branch (the root) and returns to it after a merge. It
 * ends with a × after a failure, with two halves after a conflict, and with a bud while the agent is running.
 */
export function Ends({ row, y, axis, now }: { row: AttemptRow; y: number; axis: TimeAxis; now: number }) {
  const x1 = axis.x(row.from)
  const x2 = axis.x(row.to ?? now)
  return (
    <>
      <path className={styles.stem} d={`M${x1} ${ROOT_Y}V${y - RADIUS}Q${x1} ${y} ${x1 + 2} ${y}`} />
      {row.backOffFrom !== null && (
        <path
          d={`M${axis.x(row.backOffFrom)} ${y}H${x1 - 2}`}
          stroke="var(--held)"
          strokeWidth="2"
          strokeDasharray="2 2"
        />
      )}
      {row.outcome === 'merged' && (
        <path className={styles.stem} d={`M${x2} ${y}Q${x2 + RADIUS} ${y} ${x2 + RADIUS} ${y - RADIUS}V${ROOT_Y}`} />
      )}
      {row.outcome === 'failed' && (
        <path d={`M${x2 + 6} ${y - 4}l8 8m0-8l-8 8`} stroke="var(--failed)" strokeWidth="1.8" />
      )}
      {row.outcome === 'conflict' && (
        <path d={`M${x2 + 9} ${y - 4}v8l-4 -4zM${x2 + 11} ${y - 4}v8l4 -4z`} fill="var(--conflict)" />
      )}
      {row.outcome === 'open' && <circle className={marks.bud} cx={x2} cy={y} r="3" fill="var(--running)" />}
    </>
  )
}
