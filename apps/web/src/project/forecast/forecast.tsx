'use client'

import { useRef } from 'react'
import { useWidth } from '../../hooks/use-width.ts'
import { RangeBar } from '../../marks/range-bar.tsx'
import { about, rangeWords } from '../../words/duration-range.ts'
import { count, plural } from '../../words/format.ts'
import { ExpectedCost } from './expected-cost.tsx'
import type { ForecastData } from './forecast-document.ts'
import { isLearned, knownWords, slotRows } from './forecast-words.ts'
import type { ShownForecast } from './use-forecast.ts'

export interface ForecastProps extends ShownForecast {
  /** The budget that a person typed, in dollars. It is null when there is no limit. */
  budgetUsd: number | null
}

/** Shows how long the run would take and what it would cost with the present settings, and with other numbers of slots. */
export function Forecast({ forecast, pending, budgetUsd }: ForecastProps) {
  return (
    <section className="mt-2.5 border-(--hair) border-t px-6 pt-[11px] pb-1 max-[719px]:px-4" aria-busy={pending}>
      <h3 className="mb-1.5 flex items-baseline justify-between gap-4 font-semibold text-[12px]">
        Forecast
        {forecast && (
          <span className="font-normal text-(--text-2)">
            {isLearned(forecast) ? 'from earlier sessions' : 'no earlier sessions'}
          </span>
        )}
      </h3>
      {forecast === undefined && <p className="text-(--text-3)">Calculating</p>}
      {forecast === null && (
        <p className="text-(--text-2)">
          The plan has too many tasks for a forecast here. Use <code>coppice simulate --project</code>.
        </p>
      )}
      {forecast && <Reckoned forecast={forecast} />}
      {forecast?.cost && <ExpectedCost cost={forecast.cost} budgetUsd={budgetUsd} />}
    </section>
  )
}

function Reckoned({ forecast }: { forecast: ForecastData }) {
  const { wallMs, lowerBoundMs, slotUse, maxConcurrency } = forecast
  return (
    <>
      <p className="flex justify-between gap-4">
        <span className="text-(--text-2)">Time</span>
        <span role="status" className="font-medium">
          <span className="font-normal text-(--text-2)">likely {about(wallMs.likelyMs)} · </span>
          {rangeWords(wallMs)}
        </span>
      </p>
      <BySlots forecast={forecast} />
      <p className="mt-1.5 mb-1 text-(--text-2) text-[12px]">
        The shortest possible time with {plural(maxConcurrency, 'slot')} is {rangeWords(lowerBoundMs)}. Agents use{' '}
        {Math.round(slotUse * 100)} % of {maxConcurrency === 1 ? 'its' : 'their'} time. {knownWords(forecast)}.
      </p>
    </>
  )
}

function BySlots({ forecast }: { forecast: ForecastData }) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const { rows, enough } = slotRows(forecast)
  const shown = rows.length > 0 ? rows : [{ slots: 1, wallMs: forecast.wallMs, chosen: true }]
  const maxMs = Math.max(...shown.map(({ wallMs }) => wallMs.highMs))
  return (
    <div ref={frame} className="mt-1">
      <table className="w-full border-collapse">
        <caption className="sr-only">Forecast by number of slots</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Slots</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ slots, wallMs, chosen }) => (
            <tr key={slots} className={chosen ? 'font-medium' : 'font-normal text-(--text-2)'}>
              <th scope="row" className="w-[62px] py-px text-left [font-weight:inherit] whitespace-nowrap">
                {plural(slots, 'slot')}
              </th>
              <td className="py-px">
                <span className="flex items-center justify-end gap-3">
                  {width !== null && (
                    <RangeBar
                      {...wallMs}
                      maxMs={maxMs}
                      width={Math.max(60, width - 62 - 98)}
                      boundMs={chosen ? forecast.lowerBoundMs.lowMs : undefined}
                      quiet={!chosen}
                    />
                  )}
                  <span className="w-[86px] flex-none text-right whitespace-nowrap">{rangeWords(wallMs)}</span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {enough !== null && (
        <p className="mt-0.5 text-(--text-3) text-[12px]">More than {count(enough)} slots save no time</p>
      )}
    </div>
  )
}
