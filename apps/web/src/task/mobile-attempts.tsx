'use client'

import type { AttemptRow } from '@coppice/run-model'
import { useRef } from 'react'
import { useWidth } from '../hooks/use-width.ts'
import marks from '../marks/marks.module.css'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { sessionElapsed } from '../run/view/elapsed.ts'
import styles from '../track/track.module.css'
import { clock } from '../words/format.ts'
import { rowName, rowStatus } from './row-words.ts'

const ROOT_X = 22
const ROW = 44
const TOP = 16
const RADIUS = 7

const LINE: Record<AttemptRow['outcome'], string | undefined> = {
  open: styles.running,
  merged: styles.stem,
  failed: styles.failed,
  conflict: styles.conflict,
  stopped: styles.stem,
  done: styles.stem,
}

export interface MobileAttemptsProps {
  rows: readonly AttemptRow[]
  selected: string | null
  now: number
  onSelect: (sessionId: string) => void
}

/** The list of a task's sessions on a phone, with a drawing of their results at the left. */
export function MobileAttempts({ rows, selected, now, onSelect }: MobileAttemptsProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame) ?? 375
  const right = width - 18
  const ruleY = (index: number) => TOP + (index + 1) * ROW - 12
  const cutY = (index: number) => TOP + index * ROW
  const height = TOP + rows.length * ROW
  const merged = rows.some((row) => row.outcome === 'merged')
  return (
    <div ref={frame} role="tablist" aria-label="Sessions" className="relative flex-none" style={{ height }}>
      <svg className="pointer-events-none absolute top-0 left-0" width={width} height={height} aria-hidden="true">
        <path className={styles.root} d={`M${ROOT_X} ${TOP}V${cutY(rows.length - 1)}`} />
        <path className={merged ? styles.root : styles.rootToBe} d={`M${ROOT_X} ${cutY(rows.length - 1)}V${height}`} />
        {rows.map((row, index) => {
          const y = ruleY(index)
          const bar = row.outcome === 'failed' ? `M${right} ${y - 4}v8` : ''
          return (
            <g key={row.session.id}>
              <path
                className={LINE[row.outcome]}
                d={`M${ROOT_X} ${cutY(index)}V${y - RADIUS}Q${ROOT_X} ${y} ${ROOT_X + RADIUS} ${y}H${right}${bar}`}
              />
              {row.outcome === 'open' && <circle className={marks.bud} cx={right} cy={y} r="3" fill="var(--running)" />}
              <circle className={styles.ring} cx={ROOT_X} cy={cutY(index)} r="4.5" />
            </g>
          )
        })}
      </svg>
      {rows.map((row, index) => (
        <button
          key={row.session.id}
          type="button"
          role="tab"
          aria-selected={row.session.id === selected}
          onClick={() => onSelect(row.session.id)}
          className="absolute right-[18px] left-9 flex h-11 items-center gap-2 whitespace-nowrap"
          style={{ top: ruleY(index) - 40 }}
        >
          <StatusGlyph status={rowStatus(row)} />
          <span className={row.session.id === selected ? 'font-semibold' : 'text-(--text-2)'}>{rowName(row)}</span>
          <span className="truncate text-[12px] text-(--text-3)">{row.reason}</span>
          <span className="ml-auto text-(--text-2)">{clock(sessionElapsed(row.session, now))}</span>
        </button>
      ))}
    </div>
  )
}
