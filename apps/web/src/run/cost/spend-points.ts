import type { RunView } from '../view/run-view.ts'

/** What the run had cost at a time in ms since the epoch. */
export interface SpendPoint {
  at: number
  usd: number
}

/**
 * The cost of a run over time: a point for its start, for each end of a session with a known cost, and for the present.
 * @param usd the known cost at present. It contains the sessions that are running, so it can be higher than the last end of a session.
 */
export function spendPoints(view: Pick<RunView, 'tasks' | 'startedAt'>, usd: number, at: number): SpendPoint[] {
  if (view.startedAt === null) return []
  const ends = view.tasks
    .flatMap(({ sessions }) => sessions)
    .flatMap(({ endedAt, costUsd }) => (endedAt === null || costUsd === null ? [] : [{ at: endedAt, usd: costUsd }]))
    .toSorted((a, b) => a.at - b.at)
  const points: SpendPoint[] = [{ at: view.startedAt, usd: 0 }]
  let sum = 0
  for (const end of ends) {
    sum += end.usd
    points.push({ at: end.at, usd: sum })
  }
  return [...points, { at: Math.max(at, points.at(-1)?.at ?? at), usd: Math.max(sum, usd) }]
}

/** Returns two to five round amounts from above 0 up to `maxUsd`, for the lines of a chart. */
export function moneyTicks(maxUsd: number): number[] {
  if (!(maxUsd > 0)) return []
  const rough = maxUsd / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10)
  return Array.from({ length: Math.floor(maxUsd / step + 1e-9) }, (_, i) => Number(((i + 1) * step).toPrecision(12)))
}
