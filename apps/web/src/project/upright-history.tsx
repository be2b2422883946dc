import marks from '../marks/marks.module.css'
import type { HistoryTrack } from './history-track.ts'

/** Draws the base branch beside the list of runs. It is hidden from screen readers, because the list has the same information. */
export function UprightHistory({ track }: { track: HistoryTrack }) {
  return (
    <svg
      aria-hidden="true"
      className="pointer-events-none absolute top-0 left-0 overflow-visible max-[899px]:hidden"
      width="62"
      height={track.height}
    >
      <g fill="none" transform="translate(.5 .5)">
        <path d={track.loops} stroke="var(--line-2)" />
        <path d={track.waiting} stroke="var(--line-2)" strokeDasharray="2 4" />
        {track.open.map(({ d }) => (
          <path key={d} d={d} stroke="var(--running)" strokeWidth="1.5" />
        ))}
      </g>
      <path d={track.root} stroke="var(--ink)" strokeWidth="2" />
      {track.cuts.map(({ x, y }) => (
        <path key={y} d={`M${x - 4} ${y}h8`} stroke="var(--cancelled)" strokeWidth="1.5" />
      ))}
      {track.dots.map((y) => (
        <circle key={y} cx="31" cy={y} r="3" fill="var(--ink)" />
      ))}
      {track.open.map(({ budY }) => (
        <circle key={budY} className={marks.bud} cx="49.5" cy={budY} r="3" fill="var(--running)" />
      ))}
    </svg>
  )
}
