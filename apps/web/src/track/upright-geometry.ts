import type { Line, Point, StemRow } from './track-geometry.ts'

/** A batch in the drawing for phones: folded to its head, or with a row for each task. */
export interface UprightSection {
  started: boolean
  /** Whether all tasks of the batch have ended. */
  settled: boolean
  /** The number of merges of a folded batch. They are drawn as dots on the line of the run's branch (the root). */
  merged: number
  /** The rows of the tasks. It is empty when the batch is folded. */
  rows: readonly StemRow[]
}

export interface UprightPlace {
  /** The y of the ring at the start of the batch. */
  y: number
  /** The y of the top of the first row. */
  rowsTop: number
}

export interface UprightTrack {
  places: readonly UprightPlace[]
  lines: readonly Line[]
  rings: readonly { y: number; started: boolean }[]
  dots: readonly number[]
  openDots: readonly number[]
  buds: readonly Point[]
  conflicts: readonly Point[]
  rootFrom: number
  solidTo: number
  endY: number
  height: number
}

export const ROOT_X = 22
const STEM_X = 36
export const UPRIGHT_ROW = 57
const RADIUS = 7
const MARGIN_RIGHT = 18
const HEAD = { settled: 82, coming: 44, open: 28 }
const LOOP = 66
const MOST_DOTS = 5

const heightOf = (section: UprightSection): number => {
  if (section.rows.length > 0) return HEAD.open + section.rows.length * UPRIGHT_ROW + HEAD.open
  return section.started ? HEAD.settled : HEAD.coming
}

function rowLines(row: StemRow, y: number, width: number): Line[] {
  const right = width - MARGIN_RIGHT
  const start = `M${STEM_X} ${y - RADIUS}Q${STEM_X} ${y} ${STEM_X + RADIUS} ${y}`
  if (!row.exists) return [{ style: 'none', d: `${start}H${right}` }]
  switch (row.state) {
    case 'COMPLETED':
      return [
        { style: 'stem', d: `${start}H${right}` },
        { style: 'stem', d: `M${STEM_X} ${y}H${ROOT_X}` },
      ]
    case 'MERGING':
      return [
        { style: 'merging', d: `${start}H${right}` },
        { style: 'merging-to-be', d: `M${STEM_X} ${y}H${ROOT_X + 4}` },
      ]
    case 'RUNNING':
      return [{ style: 'running', d: `${start}H${right}` }]
    case 'FAILED':
      return [{ style: 'failed', d: `${start}H${right}M${right} ${y - 4}v8` }]
    case 'CONFLICT':
      return [{ style: 'conflict', d: `${start}H${right - 9}` }]
    case 'HELD':
      return [{ style: 'held', d: `${start}H${right}` }]
    case 'CANCELLED':
      return [{ style: 'stem', d: `${start}H${STEM_X + (right - STEM_X) * 0.6}` }]
    default:
      return [{ style: 'none', d: `${start}H${right}` }]
  }
}

/** @returns the lines of the trunk of a batch. It is solid down to the lowest task with commits, and dotted below it. */
function trunk(section: UprightSection, { y, rowsTop }: UprightPlace): Line[] {
  const foot = (index: number) => rowsTop + (index + 1) * UPRIGHT_ROW - RADIUS
  const deepest = section.rows.findLastIndex((row) => row.exists)
  const turn = `M${ROOT_X} ${y}H${STEM_X - RADIUS}Q${STEM_X} ${y} ${STEM_X} ${y + RADIUS}`
  const last = section.rows.length - 1
  if (deepest < 0) return [{ style: 'none', d: `${turn}V${foot(last)}` }]
  const solid: Line = { style: 'stem', d: `${turn}V${foot(deepest)}` }
  return deepest === last ? [solid] : [solid, { style: 'none', d: `M${STEM_X} ${foot(deepest)}V${foot(last)}` }]
}

/** @returns the line of a folded batch that has begun: it leaves the root and returns to it. */
function loop({ y }: UprightPlace): Line {
  const r = RADIUS
  const bottom = y + LOOP
  const d = `M${ROOT_X} ${y}H${STEM_X - r}Q${STEM_X} ${y} ${STEM_X} ${y + r}V${bottom - r}Q${STEM_X} ${bottom} ${STEM_X - r} ${bottom}H${ROOT_X}`
  return { style: 'stem', d }
}

/** Calculates the drawing for phones. The line of the run's branch (the root) is vertical. The line of a task (its stem) is at the lower edge of its row. */
export function drawUpright(sections: readonly UprightSection[], width: number, delivered: boolean): UprightTrack {
  const places: UprightPlace[] = []
  const lines: Line[] = []
  const dots: number[] = []
  const openDots: number[] = []
  const buds: Point[] = []
  const conflicts: Point[] = []
  let y = 20
  for (const section of sections) {
    const place = { y, rowsTop: y + HEAD.open }
    places.push(place)
    if (section.rows.length > 0) lines.push(...trunk(section, place))
    else if (section.started) {
      lines.push(loop(place))
      const count = Math.min(MOST_DOTS, section.merged)
      for (let i = 0; i < count; i++) dots.push(y + 38 + i * 8)
    }
    section.rows.forEach((row, index) => {
      const rule = place.rowsTop + (index + 1) * UPRIGHT_ROW
      lines.push(...rowLines(row, rule, width))
      if (row.state === 'COMPLETED') dots.push(rule)
      if (row.state === 'MERGING') openDots.push(rule)
      if (row.state === 'CONFLICT') conflicts.push({ x: width - MARGIN_RIGHT, y: rule })
      if (row.state === 'RUNNING') buds.push({ x: width - MARGIN_RIGHT, y: rule })
    })
    y += heightOf(section)
  }
  const rings = places.map((place, i) => ({ y: place.y, started: sections[i]?.started ?? false }))
  const reached = [20, ...rings.filter((ring) => ring.started).map((ring) => ring.y), ...dots]
  const solidTo = delivered ? y : Math.max(...reached)
  return { places, lines, rings, dots, openDots, buds, conflicts, rootFrom: 20, solidTo, endY: y, height: y + 24 }
}
