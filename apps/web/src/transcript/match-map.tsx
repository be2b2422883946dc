import type { Match } from './find-matches.ts'

export interface MatchMapProps {
  matches: readonly Match[]
  current: number
  /** The number of lines of the output. */
  lines: number
}

/** Shows beside the scroll bar where the matches are. All matches are one SVG path, so that many matches stay fast. */
export function MatchMap({ matches, current, lines }: MatchMapProps) {
  const here = matches[current]
  if (!here) return null
  const y = (line: number) => ((line + 0.5) / lines) * 1000
  const ticks = [...new Set(matches.map((match) => match.line))].map((line) => `M0 ${y(line)}h6`).join('')
  return (
    <svg
      className="pointer-events-none absolute top-12 right-1.5 bottom-10 h-[calc(100%-88px)] w-1.5"
      viewBox="0 0 6 1000"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={ticks} stroke="var(--line-2)" strokeWidth="2" vectorEffect="non-scaling-stroke" />
      <path d={`M0 ${y(here.line)}h6`} stroke="var(--ink)" strokeWidth="4" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
