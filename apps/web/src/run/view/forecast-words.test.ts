import { expect, it } from 'vitest'
import { BEGAN, run } from './fixtures/build.ts'
import { forecastAndFact } from './forecast-words.ts'
import { runFacts } from './readouts.ts'

const forecast = { lowMs: 720_000, likelyMs: 840_000, highMs: 1_080_000 }
const minutes = (count: number) => BEGAN + count * 60_000
const ended = (after: number) => run([], [], { forecast, status: 'COMPLETED', finishedAt: minutes(after) })

it('compares the forecast with the time so far, and after the end with the duration', () => {
  expect(forecastAndFact(run([], [], { forecast }), minutes(9))).toBe('Forecast 12–18 min · 9:00 so far')
  expect([14, 20, 5].map((after) => forecastAndFact(ended(after), 0))).toEqual([
    'Took 14:00, as forecast: 12–18 min',
    'Took 20:00, 2 min more than its forecast of 12–18 min',
    'Took 5:00, 7 min less than its forecast of 12–18 min',
  ])
})

it('is null without a forecast, and for a run that did not complete its work', () => {
  expect(forecastAndFact(run([], []), minutes(9))).toBeNull()
  expect(forecastAndFact({ ...ended(3), status: 'CANCELLED' }, 0)).toBeNull()
})

it('is beside the elapsed time in the head of the page', () => {
  const label = (view: Parameters<typeof runFacts>[0]) => runFacts(view, minutes(9), false)[0]?.label
  expect(label(run([], [], { forecast }))).toBe('elapsed · forecast 12–18 min')
  expect(label(ended(14))).toBe('took · forecast 12–18 min')
  expect(label(run([], []))).toBe('elapsed')
})
