export interface RangeBarProps {
  lowMs: number
  likelyMs: number
  highMs: number
  /** The value at the right end of the axis, which begins at 0. */
  maxMs: number
  width: number
  /** The lower bound of the time. It is drawn as a tick. */
  boundMs?: number
  /** The time that has passed so far. It is drawn as a filled dot. */
  factMs?: number
  quiet?: boolean
}

const HEIGHT = 12
const MIDDLE = HEIGHT / 2

/** Draws a forecast on a time axis: a dotted range and a dot at the likely value. The text beside it has the same values. */
export function RangeBar({ lowMs, likelyMs, highMs, maxMs, width, boundMs, factMs, quiet = false }: RangeBarProps) {
  const x = (ms: number) => 3 + (Math.min(ms, maxMs) / Math.max(1, maxMs)) * (width - 6)
  const ink = quiet ? 'var(--line-2)' : 'var(--ink)'
  return (
    <svg aria-hidden="true" width={width} height={HEIGHT} className="block flex-none">
      <path d={`M0 ${MIDDLE}H${width}`} stroke="var(--hair)" />
      {boundMs !== undefined && <path d={`M${x(boundMs)} 1V${HEIGHT - 1}`} stroke="var(--line-2)" />}
      <path d={`M${x(lowMs)} ${MIDDLE}H${x(highMs)}`} stroke={ink} strokeWidth="2" strokeDasharray="2 2" />
      <path d={`M${x(lowMs)} 3V${HEIGHT - 3}M${x(highMs)} 3V${HEIGHT - 3}`} stroke={ink} strokeWidth="1.5" />
      {factMs === undefined ? (
        <circle cx={x(likelyMs)} cy={MIDDLE} r="3" fill="var(--bg)" stroke={ink} strokeWidth="1.5" />
      ) : (
        <circle cx={x(factMs)} cy={MIDDLE} r="3" fill={ink} />
      )}
    </svg>
  )
}
