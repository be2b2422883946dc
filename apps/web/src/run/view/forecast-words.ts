import { isRunEnded } from '../../marks/statuses.ts'
import { about, rangeWords } from '../../words/duration-range.ts'
import { clock } from '../../words/format.ts'
import { runElapsed } from './elapsed.ts'
import type { RunView } from './run-view.ts'

/**
 * Compares the forecast of a run with its duration, in a sentence.
 * @returns null when the run has no forecast, and when it was cancelled: a cancelled run ended early, so its duration cannot be compared
 */
export function forecastAndFact(view: RunView, now: number): string | null {
  const { forecast } = view
  if (forecast === null || view.status === 'CANCELLED') return null
  const took = runElapsed(view, now)
  const range = rangeWords(forecast)
  if (!isRunEnded(view.status)) return `Forecast ${range} · ${clock(took)} so far`
  return `Took ${clock(took)}, ${verdict(took, forecast)} ${range}`
}

function verdict(took: number, { lowMs, highMs }: { lowMs: number; highMs: number }): string {
  if (took < lowMs) return `${about(lowMs - took)} less than its forecast of`
  return took > highMs ? `${about(took - highMs)} more than its forecast of` : 'as forecast:'
}
