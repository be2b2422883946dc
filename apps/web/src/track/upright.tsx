import marks from '../marks/marks.module.css'
import { halves, LINE_CLASS } from './stems.tsx'
import styles from './track.module.css'
import { ROOT_X, type UprightTrack } from './upright-geometry.ts'

/** Draws a run on a phone: the line of its branch (the root) and the lines of its tasks (the stems). */
export function Upright({ track, width, delivered }: { track: UprightTrack; width: number; delivered: boolean }) {
  return (
    <svg className="pointer-events-none absolute top-0 left-0" width={width} height={track.height} aria-hidden="true">
      <path className={styles.rootToBe} d={`M${ROOT_X} ${track.solidTo}V${track.endY}`} />
      <path className={styles.root} d={`M${ROOT_X} ${track.rootFrom}V${track.solidTo}`} />
      {track.lines.map(({ style, d }) => (
        <path key={d} className={LINE_CLASS[style]} d={d} />
      ))}
      {track.dots.map((y) => (
        <circle key={y} cx={ROOT_X} cy={y} r="2.6" fill="var(--ink)" />
      ))}
      {track.openDots.map((y) => (
        <circle key={y} cx={ROOT_X} cy={y} r="3.5" fill="var(--bg)" stroke="var(--merging)" strokeWidth="1.5" />
      ))}
      {track.rings.map(({ y, started }) => (
        <circle key={y} className={started ? styles.ring : styles.ringToBe} cx={ROOT_X} cy={y} r="4.5" />
      ))}
      {track.conflicts.map((at) => (
        <path key={at.y} d={halves(at)} fill="var(--conflict)" />
      ))}
      {track.buds.map(({ x, y }) => (
        <circle key={y} className={marks.bud} cx={x} cy={y} r="3" fill="var(--running)" />
      ))}
      <circle className={delivered ? undefined : styles.ringToBe} fill="var(--ink)" cx={ROOT_X} cy={track.endY} r="5" />
    </svg>
  )
}
