'use client'

import { type ReactNode, useRef } from 'react'
import { useWidth } from '../../hooks/use-width.ts'
import { isRunEnded } from '../../marks/statuses.ts'
import { spaced, timeAxis } from '../../track/time-axis.ts'
import styles from '../../track/track.module.css'
import { costRangeWords } from '../../words/cost-range.ts'
import { clock, dollars } from '../../words/format.ts'
import { expectedEnd } from '../view/expected-end.ts'
import type { RunView } from '../view/run-view.ts'
import { timeLeftWords } from '../view/time-left.ts'
import { ForecastMark, type ForecastUsd } from './forecast-mark.tsx'
import { moneyTicks, type SpendPoint } from './spend-points.ts'

export interface SpendChartProps {
  view: RunView
  points: readonly SpendPoint[]
  /** In dollars. It is null when the run has no budget. */
  budgetUsd: number | null
  /** What is reserved beyond the cost so far, in dollars. */
  reservedUsd: number
  /** What the run will have cost at its end, in dollars. For an ended run, it is what was expected at its start. */
  forecast: ForecastUsd | null
  height: number
}

const TOP = 34
const BELOW = 26
/** The room for labels to the right of the present. */
const RIGHT = 96
const WARNED = [0.8, 0.95]
/** A budget that is more than this many times what is spent and reserved would flatten the line, so the axis ends below it. */
const BEYOND = 8

/** Draws what the run has cost over time. The time axis is the root, and its rings are the starts of the batches. */
export function SpendChart(props: SpendChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  return (
    <div ref={frame} className="relative" style={{ height: props.height }}>
      {width !== null && width > RIGHT * 2 && <Drawing {...props} width={width} />}
    </div>
  )
}

function Drawing({
  view,
  points,
  budgetUsd,
  reservedUsd,
  forecast,
  height,
  width,
}: SpendChartProps & { width: number }) {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return null
  const active = !isRunEnded(view.status)
  const { at: end, left } = expectedEnd(view, last.at)
  const bottom = height - BELOW
  const { x } = timeAxis(first.at, end ?? last.at, 6, width - RIGHT)
  const nowX = x(last.at)
  const endX = active && end !== null ? x(end) : nowX + 16
  const neededUsd = Math.max(last.usd + reservedUsd, forecast?.highUsd ?? 0)
  const isBeyond = budgetUsd !== null && budgetUsd > neededUsd * BEYOND
  const maxUsd = Math.max(isBeyond ? 0 : (budgetUsd ?? 0) * 1.08, neededUsd * 1.15, 0.01)
  const y = (usd: number) => Math.round((bottom - (usd / maxUsd) * (bottom - TOP)) * 10) / 10
  const ticks = moneyTicks(maxUsd)
  const begun = view.batches.flatMap(({ number, startedAt }) =>
    startedAt === null ? [] : [{ number, x: x(startedAt), width: 18 }],
  )
  // The label of the cost is left of the present when it would not fit on the right.
  const onLeft = nowX > width - 230
  const spent = `${dollars(last.usd)} spent${reservedUsd > 0 ? `, ${dollars(reservedUsd)} more reserved` : ''}`
  return (
    <>
      <svg width={width} height={height} aria-hidden="true" className="absolute inset-0">
        {ticks.map((usd) => (
          <path key={usd} d={`M0 ${y(usd)}H${width}`} stroke="var(--hair)" />
        ))}
        {budgetUsd !== null && !isBeyond && (
          <>
            <path d={`M0 ${y(budgetUsd)}H${width}`} stroke="var(--ink)" />
            {WARNED.map((share) => (
              <path
                key={share}
                d={`M0 ${y(budgetUsd * share)}H${width}`}
                stroke="var(--line-2)"
                strokeDasharray="1 4"
              />
            ))}
          </>
        )}
        <path
          d={`M${points.map(({ at, usd }) => `${x(at)} ${y(usd)}`).join('L')}`}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="2"
        />
        {reservedUsd > 0 && (
          <path d={`M${nowX} ${y(last.usd)}V${y(last.usd + reservedUsd)}`} stroke="var(--line-2)" strokeWidth="5" />
        )}
        <path className={styles.root} d={`M6 ${bottom}H${nowX}`} />
        {active && <path className={styles.rootToBe} d={`M${nowX} ${bottom}H${end === null ? width : x(end)}`} />}
        {begun.map(({ number, x: at }) => (
          <circle key={number} className={styles.ring} cx={at} cy={bottom} r="4" />
        ))}
        {end !== null && <circle className={styles.ringToBe} cx={x(end)} cy={bottom} r="4.5" />}
        {active && <path d={`M${nowX} ${TOP - 14}V${bottom + 8}`} stroke="var(--running)" />}
        {forecast !== null && (
          <ForecastMark from={active ? { x: nowX, y: y(last.usd) } : null} x={endX} y={y} forecast={forecast} />
        )}
        <circle cx={nowX} cy={y(last.usd)} r="3.5" fill="var(--ink)" />
      </svg>
      {ticks.map((usd) => (
        <Label key={usd} x={width} y={y(usd) - 15} fromRight>
          {dollars(usd)}
        </Label>
      ))}
      {budgetUsd !== null && (
        <Label x={Math.round(width * 0.3)} y={isBeyond ? TOP - 24 : y(budgetUsd) - 16} strong>
          Budget {dollars(budgetUsd)}
          {isBeyond && ', above this axis'}
        </Label>
      )}
      <Label x={nowX + 5} y={TOP - 24} strong>
        <span className={active ? 'text-(--running)' : ''}>
          {active ? 'now' : 'ended'} {clock(last.at - first.at)}
        </span>
      </Label>
      <Label x={onLeft ? nowX - 8 : nowX + 10} y={y(last.usd) + (onLeft ? -22 : 6)} strong fromRight={onLeft}>
        {spent}
      </Label>
      {spaced(begun).map(({ number, x: at }) => (
        <Label key={number} x={at - 7} y={bottom + 8}>
          {number}
        </Label>
      ))}
      {forecast !== null && (
        <Label x={Math.min(width, endX + 60)} y={y(forecast.highUsd) - 18} fromRight strong>
          {active ? 'at the end' : 'forecast'} {costRangeWords(forecast)}
        </Label>
      )}
      {left && end !== null && x(end) - nowX > 60 && (
        <Label x={Math.min(width, x(end) + 50)} y={bottom - 24} fromRight>
          {timeLeftWords(left)}
        </Label>
      )}
    </>
  )
}

interface LabelProps {
  x: number
  y: number
  strong?: boolean
  /** Whether `x` is the right end of the label. */
  fromRight?: boolean
  children: ReactNode
}

function Label({ x, y, strong = false, fromRight = false, children }: LabelProps) {
  return (
    <span
      className={`absolute whitespace-nowrap bg-(--bg) px-1 text-[11.5px] leading-[14px] ${strong ? 'text-(--text-2)' : 'text-(--text-3)'} ${fromRight ? '-translate-x-full' : ''}`}
      style={{ left: x, top: y }}
    >
      {children}
    </span>
  )
}
