import styles from './track.module.css'
import type { RootDrawing } from './track-geometry.ts'

export interface RootLineProps {
  drawing: RootDrawing
  width: number
  height: number
  /** The tooltip of the ring at the start of a batch. */
  ringTitle: (index: number) => string
  joinTitle: (column: number, row: number) => string
  endTitle: string
}

/** Draws the root, which is the branch of the run. A ring is the start of a batch, a dot is a merge, and the end is the base branch. */
export function RootLine({ drawing, width, height, ringTitle, joinTitle, endTitle }: RootLineProps) {
  const { y, fromX, solidTo, endX } = drawing
  return (
    <svg className="absolute left-0 top-0" width={width} height={height} aria-hidden="true">
      <path className={styles.rootToBe} d={`M${solidTo} ${y}H${endX}`} />
      <path className={styles.root} d={`M${fromX} ${y}H${solidTo}`} />
      {drawing.rings.map((ring, index) => (
        <circle key={ring.x} className={ring.started ? styles.ring : styles.ringToBe} cx={ring.x} cy={y} r="4.5">
          <title>{ringTitle(index)}</title>
        </circle>
      ))}
      {drawing.joins.map((join) => (
        <circle
          key={join.x}
          cx={join.x}
          cy={y}
          r={join.open ? 3.5 : 3}
          fill={join.open ? 'var(--bg)' : 'var(--ink)'}
          stroke={join.open ? 'var(--merging)' : undefined}
          strokeWidth="1.5"
        >
          <title>{joinTitle(join.column, join.row)}</title>
        </circle>
      ))}
      <circle className={drawing.delivered ? undefined : styles.ringToBe} fill="var(--ink)" cx={endX} cy={y} r="5">
        <title>{endTitle}</title>
      </circle>
    </svg>
  )
}
