/**
 * Where the merged work of a run is. `delivered`: the run delivered it. `carried`: a later run carried it in and delivered it. `live`: the run
 * is active. `left`: it waits on the branch of the run. `nothing`: the run merged nothing, or was discarded.
 */
export type HistoryKind = 'delivered' | 'carried' | 'live' | 'left' | 'nothing'

export interface HistoryTrack {
  height: number
  root: string
  /** The SVG path for the delivered runs. The line of each of these runs leaves the line of the base branch and returns to it. */
  loops: string
  dots: readonly number[]
  /** The ends of the lines of runs that did not deliver their work themselves. */
  cuts: readonly { x: number; y: number }[]
  open: readonly { d: string; budY: number }[]
  waiting: string
}

export const HISTORY_ROW = 37
const ROOT_X = 31
const LOOP_X = 49
const RADIUS = 7
const HALF = 12

const middle = (index: number): number => index * HISTORY_ROW + HISTORY_ROW / 2 + 2

/** Draws the base branch as a vertical line with the newest run at the top. @param more whether older runs exist that are not shown */
export function historyTrack(runs: readonly HistoryKind[], more: boolean): HistoryTrack {
  const height = runs.length * HISTORY_ROW + 2
  const track = {
    loops: '',
    dots: [] as number[],
    cuts: [] as { x: number; y: number }[],
    open: [] as { d: string; budY: number }[],
    waiting: '',
  }
  runs.forEach((kind, index) => {
    const up = middle(index) - HALF
    const down = middle(index) + HALF
    if (kind === 'delivered') {
      track.loops += loop(up, middle(lastCarriedBy(runs, index)) + HALF)
      track.dots.push(up)
    } else if (kind === 'carried' || kind === 'nothing') track.cuts.push({ x: LOOP_X, y: up })
    else if (kind === 'live') track.open.push({ d: half(down, up + RADIUS), budY: up + RADIUS })
    else track.waiting += half(down, up + RADIUS)
  })
  return { height, root: `M${ROOT_X} -20V${height + (more ? 24 : 0)}`, ...track }
}

/** @returns the index of the oldest run whose work the run at `index` delivered. */
function lastCarriedBy(runs: readonly HistoryKind[], index: number): number {
  let last = index
  while (runs[last + 1] === 'carried') last += 1
  return last
}

const half = (from: number, to: number): string =>
  `M${ROOT_X} ${from}H${LOOP_X - RADIUS}Q${LOOP_X} ${from} ${LOOP_X} ${from - RADIUS}V${to}`

const loop = (up: number, down: number): string =>
  `${half(down, up + RADIUS)}Q${LOOP_X} ${up} ${LOOP_X - RADIUS} ${up}H${ROOT_X}`
