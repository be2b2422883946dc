'use client'

import { useRef } from 'react'
import { useWidth } from '../../hooks/use-width.ts'
import { RangeBar } from '../../marks/range-bar.tsx'
import { runElapsed } from '../view/elapsed.ts'
import { forecastAndFact } from '../view/forecast-words.ts'
import type { RunView } from '../view/run-view.ts'

/** Shows the duration of the run beside its forecast. */
export function TimePanel({ view }: { view: RunView }) {
  const frame = useRef<HTMLElement>(null)
  const width = useWidth(frame)
  const { forecast, finishedAt } = view
  const compared = forecastAndFact(view, finishedAt ?? 0)
  if (forecast === null || compared === null) return null
  const took = runElapsed(view, finishedAt ?? 0)
  const maxMs = Math.max(forecast.highMs, took)
  return (
    <section ref={frame} className="border-b border-(--hair) py-3 pr-6 pl-[22px] max-[719px]:px-4">
      <h3 className="mb-1.5 font-semibold">Time</h3>
      <p className="mb-2">{compared}.</p>
      {width !== null && <RangeBar {...forecast} maxMs={maxMs} factMs={took} width={Math.max(60, width - 46)} />}
    </section>
  )
}
