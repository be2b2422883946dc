import type { Drawing, Shape } from './shape.ts'
import { isTaskEnded, type MarkStatus, statusColour } from './statuses.ts'

export interface StripSize {
  /** All sizes are in px. */
  height: number
  markWidth: number
  markGap: number
  groupGap: number
  /** The total width. If it is given, the gaps between the marks are made so wide that the marks fill it. */
  width?: number
}

export type Groups = readonly (readonly MarkStatus[])[]

/** With at least this many tasks, five marks are drawn in one column. */
export const STACK_FROM = 60

const isSettled = (group: readonly MarkStatus[]): boolean => group.every(isTaskEnded)

function ground(x: number, width: number, y: number, settled: boolean): Shape {
  return {
    kind: 'path',
    d: `M${x - 1} ${y}h${width + 2}`,
    stroke: settled ? 'var(--ink)' : 'var(--line-2)',
    strokeWidth: settled ? 2 : 1,
    ...(settled ? {} : { dash: '1 2' }),
  }
}

interface Place {
  x: number
  width: number
  /** The y of the root, which is the base line of the marks. Completed tasks are above it, and tasks that need a person are below it. */
  y: number
  up: number
  below: number
}

const grown: Record<MarkStatus, (place: Place) => Shape[]> = {
  COMPLETED: ({ x, y, width, up }) => [{ kind: 'rect', x, y: y - up, width, height: up - 1, fill: 'var(--completed)' }],
  MERGING: ({ x, y, width, up }) => [
    {
      kind: 'rect',
      x: x + 0.75,
      y: y - up + 0.75,
      width: width - 1.5,
      height: up - 2.5,
      stroke: 'var(--merging)',
      strokeWidth: 1.5,
    },
    { kind: 'rect', x, y: y - up * 0.5, width, height: up * 0.5 - 1, fill: 'var(--merging)' },
  ],
  RUNNING: ({ x, y, width, up }) => [
    { kind: 'path', d: `M${x + width / 2} ${y - 1}V${y - up * 0.55}`, stroke: 'var(--running)', strokeWidth: 1.5 },
    { kind: 'circle', cx: x + width / 2, cy: y - up * 0.6, r: width / 2, fill: 'var(--running)' },
  ],
  FAILED: ({ x, y, width, below }) => [{ kind: 'rect', x, y: y + 1, width, height: below, fill: 'var(--failed)' }],
  CONFLICT: ({ x, y, width, below }) => {
    const half = width / 2 + 0.6
    const middle = x + width / 2
    const facing = (side: 1 | -1) => `M${middle + side * 0.7} ${y + 0.5}v${below + 0.5}l${side * half} -${below / 2}z`
    return [{ kind: 'path', d: facing(-1) + facing(1), fill: 'var(--conflict)' }]
  },
  SKIPPED: ({ x, y, width }) => [
    { kind: 'path', d: `M${x} ${y - 3.5}h${width}`, stroke: 'var(--text-3)', strokeWidth: 1.5 },
  ],
  CANCELLED: ({ x, y, width, up }) => [
    {
      kind: 'rect',
      x: x + 0.6,
      y: y - up * 0.45,
      width: width - 1.2,
      height: up * 0.45 - 1.5,
      stroke: 'var(--cancelled)',
      strokeWidth: 1.2,
    },
  ],
  HELD: ({ x, y, width }) => [
    { kind: 'circle', cx: x + width / 2, cy: y - 3.5, r: 1.6, stroke: 'var(--held)', strokeWidth: 1.2 },
  ],
  PENDING: ({ x, y, width }) => [{ kind: 'circle', cx: x + width / 2, cy: y - 3.5, r: 1.2, fill: 'var(--line-2)' }],
}

function stretchedGap(groups: Groups, size: StripSize): number {
  if (size.width === undefined) return size.markGap
  const marks = groups.reduce((sum, group) => sum + group.length, 0)
  const gaps = marks - groups.length
  if (gaps <= 0) return size.markGap
  return (size.width - 2 - (groups.length - 1) * size.groupGap - marks * size.markWidth) / gaps
}

/** Draws the fingerprint of a small run: one mark per task along the root, grouped by batch. */
export function stripDrawing(groups: Groups, size: StripSize): Drawing {
  const below = Math.round(size.height * 0.32)
  const y = size.height - below - 1
  const gap = stretchedGap(groups, size)
  const shapes: Shape[] = []
  let x = 1
  for (const group of groups) {
    const width = group.length * size.markWidth + (group.length - 1) * gap
    shapes.push(ground(x, width, y, isSettled(group)))
    group.forEach((status, index) => {
      const place = { x: x + index * (size.markWidth + gap), width: size.markWidth, y, up: y - 1, below }
      shapes.push(...(grown[status] ?? grown.PENDING)(place))
    })
    x += width + size.groupGap
  }
  return { width: Math.max(1, round(x - size.groupGap + 1)), height: size.height, shapes }
}

const STACK = { mark: 2, gap: 1, groupGap: 5, perColumn: 5, hang: 5 }

function stackedMark(status: MarkStatus, x: number, y: number, root: number): Shape {
  const { mark, hang } = STACK
  if (status === 'FAILED' || status === 'CONFLICT')
    return { kind: 'rect', x: x - 1, y: root + 1, width: mark + 2, height: hang, fill: statusColour(status) }
  if (status === 'PENDING') return { kind: 'rect', x: x + 0.5, y: y + 0.5, width: 1, height: 1, fill: 'var(--line-2)' }
  if (status === 'SKIPPED') return { kind: 'rect', x, y: y + 0.5, width: mark, height: 1, fill: 'var(--text-3)' }
  return { kind: 'rect', x, y, width: mark, height: mark, fill: statusColour(status) }
}

/** Draws the fingerprint of a large run: five marks in a column. Tasks that need a person are drawn below the root. */
export function stackedDrawing(groups: Groups): Drawing {
  const { mark, gap, groupGap, perColumn, hang } = STACK
  const step = mark + gap
  const root = perColumn * step + 1
  const shapes: Shape[] = []
  let x = 1
  for (const group of groups) {
    const width = Math.ceil(group.length / perColumn) * step - gap
    shapes.push(ground(x, width, root, isSettled(group)))
    group.forEach((status, index) => {
      const column = x + Math.floor(index / perColumn) * step
      shapes.push(stackedMark(status, column, root - 1 - mark - (index % perColumn) * step, root))
    })
    x += width + groupGap
  }
  return { width: Math.max(1, x - groupGap + 1), height: root + hang + 2, shapes }
}

/** @returns the accessible name of a fingerprint. */
export function fingerprintWords(groups: Groups): string {
  const done = (group: readonly MarkStatus[]) => group.filter((status) => status === 'COMPLETED').length
  const all = groups.flat()
  if (all.length >= STACK_FROM) return `${groups.length} batches, ${done(all)} of ${all.length} tasks completed`
  return groups.map((group, i) => `Batch ${i + 1}: ${done(group)} of ${group.length} completed`).join('. ')
}

const round = (value: number): number => Math.round(value * 10) / 10
