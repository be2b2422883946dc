import { costForecastWords, missingFromRange, type ShownCost, sureness } from '../../words/cost-forecast.ts'
import { costAgainstForecast } from '../view/cost-forecast-words.ts'
import type { RunView } from '../view/run-view.ts'

/** What the run was expected to cost at its start, what it is expected to cost now, and after its end how far the first was from the truth. */
export function CostForecastFacts({ view, expected }: { view: RunView; expected: ShownCost | null }) {
  const { costForecast } = view
  const compared = costAgainstForecast(view)
  const shown = expected ?? costForecast
  if (shown === null) return null
  const notes = [compared === null ? sureness(shown) : null, ...missingFromRange(shown)].filter((note) => note !== null)
  return (
    <section className="mt-4">
      <h2 className="font-semibold text-[13px]">Forecast</h2>
      {compared === null ? (
        <dl className="mt-2.5 grid grid-cols-[1fr_auto] gap-y-1.5 [&_dd]:pl-4 [&_dd]:text-right [&_dt]:text-(--text-3)">
          {expected !== null && (
            <>
              <dt>Expected at the end</dt>
              <dd>{costForecastWords(expected)}</dd>
            </>
          )}
          {costForecast !== null && (
            <>
              <dt>Forecast at the start</dt>
              <dd>{costForecastWords(costForecast)}</dd>
            </>
          )}
        </dl>
      ) : (
        <p className="mt-2">{compared}.</p>
      )}
      {notes.length > 0 && <p className="mt-1.5 text-(--text-2) text-[12px]">{notes.join(' ')}</p>}
    </section>
  )
}
