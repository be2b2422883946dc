import marks from '../marks/marks.module.css'
import styles from './track.module.css'
import type { LineStyle, Point, StemDrawing } from './track-geometry.ts'

/** The CSS class of each line style. */
export const LINE_CLASS: Record<LineStyle, string | undefined> = {
  stem: styles.stem,
  none: styles.none,
  running: styles.running,
  merging: styles.merging,
  'merging-to-be': styles.mergingToBe,
  failed: styles.failed,
  conflict: styles.conflict,
  held: styles.held,
}

/** @returns the path of the mark of a conflict: two halves with a gap between them. */
export const halves = ({ x, y }: Point) =>
  `M${x - 5} ${y - 4}V${y + 4}L${x - 9} ${y}zM${x - 3} ${y - 4}V${y + 4}L${x + 1} ${y}z`

const cross = ({ x, y }: Point, size: number) =>
  `M${x - size} ${y - size}l${2 * size} ${2 * size}m0-${2 * size}l-${2 * size} ${2 * size}`

/** Draws the stems. They are hidden from screen readers, because a hidden table has the same information. */
export function Stems({
  drawing,
  width,
  height,
  small = false,
}: {
  drawing: StemDrawing
  width: number
  height: number
  small?: boolean
}) {
  const size = small ? 2.4 : 3
  return (
    <svg className="pointer-events-none absolute left-0 top-0" width={width} height={height} aria-hidden="true">
      {drawing.lines.map(({ style, d }) => (
        <path key={style} className={LINE_CLASS[style]} d={d} />
      ))}
      {drawing.conflicts.map((at) => (
        <path key={`${at.x} ${at.y}`} d={halves(at)} fill="var(--conflict)" />
      ))}
      {drawing.scars.map((at) => (
        <path key={`${at.x} ${at.y}`} d={cross(at, size)} stroke="var(--failed)" strokeWidth="1.5" />
      ))}
      {drawing.buds.map(({ x, y }) => (
        <circle key={`${x} ${y}`} className={marks.bud} cx={x} cy={y} r={size} fill="var(--running)" />
      ))}
    </svg>
  )
}
