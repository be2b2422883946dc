import type { AttemptRow } from '@coppice/run-model'
import { spaced, type TimeAxis, timeAxis } from '../track/time-axis.ts'
import { LABELS, RADIUS } from './attempt-measures.ts'

export interface AttemptAxis {
  axis: TimeAxis
  /** The line of the run's branch (the root) is solid up to this x. */
  solidTo: number
  /** The merges of other tasks in this time. They are drawn as dots on the line of the run’s branch. */
  dots: readonly { key: string; x: number; width: number }[]
  /** The dots that show the task key, chosen so that the keys do not overlap. */
  named: readonly { key: string; x: number }[]
}

const LEAST_SPAN_MS = 2000

/** Calculates the time axis for the sessions of a task, from shortly before the first session to shortly after the last. */
export function attemptAxis(
  rows: readonly AttemptRow[],
  merges: readonly { key: string; at: number }[],
  mergedAt: number | null,
  until: number,
  live: boolean,
  width: number,
): AttemptAxis {
  const began = Math.min(...rows.map((row) => row.from))
  const span = Math.max(LEAST_SPAN_MS, until - began)
  const axis = timeAxis(began - span * 0.06, until + span * (live ? 0.3 : 0.18), LABELS, width - 24)
  const seen = merges.filter(({ at }) => at >= axis.from && at <= until)
  const reached = [...rows.map((row) => row.from), ...seen.map(({ at }) => at)]
  const solid = axis.x(Math.max(...reached, mergedAt ?? 0)) + (mergedAt === null ? 0 : RADIUS)
  const dots = seen.map(({ key, at }) => ({ key, x: axis.x(at), width: key.length * 7 + 16 }))
  return { axis, solidTo: solid, dots, named: spaced(dots) }
}
