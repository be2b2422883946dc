import { isRunEnded } from '../../marks/statuses.ts'
import { about, rangeWords } from '../../words/duration-range.ts'
import { clock } from '../../words/format.ts'
import { runElapsed } from './elapsed.ts'
import type { RunView } from './run-view.ts'

/**
 * The forecast of the run beside its duration, in a sentence. @returns null when there is no forecast, or when the run was cut short and
 * cannot be compared.
 */
export function forecastAndFact(view: RunView, now: number): string | null {
  const { forecast } = view
  if (forecast === null || view.status === 'CANCELLED') return null
  const took = runElapsed(view, now)
  const foretold = rangeWords(forecast)
  if (!isRunEnded(view.status)) return `Forecast ${foretold} · ${clock(took)} so far`
  return `Took ${clock(took)}, ${verdict(took, forecast)} ${foretold}`
}

function verdict(took: number, { lowMs, highMs }: { lowMs: number; highMs: number }): string {
  if (took < lowMs) return `${about(lowMs - took)} less than its forecast of`
  return took > highMs ? `${about(took - highMs)} more than its forecast of` : 'as forecast:'
}
