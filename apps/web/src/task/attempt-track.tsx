'use client'

import type { AttemptRow } from '@coppice/run-model'
import { useId, useRef } from 'react'
import { useWidth } from '../hooks/use-width.ts'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import styles from '../track/track.module.css'
import { attemptAxis } from './attempt-axis.ts'
import { Label, RowLabels } from './attempt-labels.tsx'
import { LABELS, ROOT_Y, rowY } from './attempt-measures.ts'
import { Ends, Segments } from './attempt-stem.tsx'
import { rowName, rowStatus } from './row-words.ts'

export interface AttemptTrackProps {
  rows: readonly AttemptRow[]
  /** The merges of other tasks, with their times in ms since the epoch. They are drawn as dots on the line of the run's branch. */
  merges: readonly { key: string; at: number }[]
  branch: string
  /** When this task was merged, in ms since the epoch. It is null while the task is not merged. */
  mergedAt: number | null
  now: number
  live: boolean
  selected: string | null
  onSelect: (sessionId: string) => void
}

const Hatch = ({ id }: { id: string }) => (
  <defs>
    <pattern id={id} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="3" height="3" fill="var(--bg)" />
      <path d="M0 0V3" stroke="var(--failed)" strokeWidth="2" />
    </pattern>
  </defs>
)

interface TabProps {
  row: AttemptRow
  y: number
  on: boolean
  onSelect: (sessionId: string) => void
}

function Tab({ row, y, on, onSelect }: TabProps) {
  return (
    <button
      type="button"
      role="tab"
      aria-selected={on}
      onClick={() => onSelect(row.session.id)}
      className={`absolute left-0 flex h-7 items-center gap-2 pl-6 whitespace-nowrap ${on ? 'bg-(--sel) font-semibold shadow-[inset_2px_0_0_var(--ink)]' : ''}`}
      style={{ top: y - 14, width: LABELS - 14 }}
    >
      <StatusGlyph status={rowStatus(row)} />
      {rowName(row)}
      {row.session.number !== null && <span className="font-normal text-(--text-3)">session {row.session.number}</span>}
    </button>
  )
}

/** Draws the sessions of a task on a time axis. Each session is a line from the run's branch, and a click on it selects the session. */
export function AttemptTrack({ rows, merges, branch, mergedAt, now, live, selected, onSelect }: AttemptTrackProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame) ?? 1200
  const hatch = useId()
  if (rows.length === 0) return null
  const until = live ? now : Math.max(...rows.map((row) => row.to ?? row.from))
  const { axis, solidTo, dots, named } = attemptAxis(rows, merges, mergedAt, until, live, width)
  const height = rowY(rows.length - 1) + 26
  return (
    <div
      ref={frame}
      role="tablist"
      aria-label="Sessions"
      className="relative flex-none overflow-hidden border-t border-(--hair)"
      style={{ height }}
    >
      <svg className="absolute top-0 left-0" width={width} height={height} aria-hidden="true">
        <Hatch id={hatch} />
        <path className={styles.rootToBe} d={`M${solidTo} ${ROOT_Y}H${axis.right}`} />
        <path className={styles.root} d={`M${axis.left} ${ROOT_Y}H${solidTo}`} />
        {rows.map((row, index) => (
          <g key={row.session.id}>
            <Ends row={row} y={rowY(index)} axis={axis} now={now} />
            <Segments row={row} y={rowY(index)} axis={axis} now={now} hatch={hatch} />
          </g>
        ))}
        {dots.map(({ key, x }) => (
          <circle key={key} cx={x} cy={ROOT_Y} r="3" fill="var(--ink)" />
        ))}
        {mergedAt !== null && <circle cx={solidTo} cy={ROOT_Y} r="3" fill="var(--ink)" />}
        {rows.map((row) => (
          <circle key={row.session.id} className={styles.ring} cx={axis.x(row.from)} cy={ROOT_Y} r="4.5" />
        ))}
        {live && <path d={`M${axis.x(now)} ${ROOT_Y - 14}V${height - 8}`} stroke="var(--running)" />}
      </svg>
      <span className="absolute left-6 w-[190px] truncate font-mono" style={{ top: ROOT_Y - 9 }} title={branch}>
        {branch}
      </span>
      {named.map(({ key, x }) => (
        <Label key={key} x={x - 8} y={ROOT_Y - 19}>
          {key}
        </Label>
      ))}
      {live && (
        <Label x={axis.x(now) + 6} y={ROOT_Y - 19} tone="var(--running)">
          now
        </Label>
      )}
      {rows.map((row, index) => (
        <div key={row.session.id}>
          <RowLabels row={row} y={rowY(index)} axis={axis} now={now} nextFrom={rows[index + 1]?.from ?? null} />
          <Tab row={row} y={rowY(index)} on={row.session.id === selected} onSelect={onSelect} />
        </div>
      ))}
    </div>
  )
}
