import { expect, it } from 'vitest'
import { about, rangeWords } from './duration-range.ts'

const range = (low: number, high: number) => rangeWords({ lowMs: low * 1000, highMs: high * 1000 })

it('uses the unit of the longer end of the range', () => {
  expect([range(8, 24), range(65, 105), range(20, 540)]).toEqual(['10–25 s', '1–2 min', '1–9 min'])
  expect([range(85, 148), range(20, 200), range(360, 530)]).toEqual(['1.5–2.5 min', '0.5–3.5 min', '6–9 min'])
  expect([range(5400, 10_800), range(40_000, 90_000)]).toEqual(['1.5–3 h', '11–25 h'])
})

it('shows one value when both ends are the same, and never 0', () => {
  expect([range(119, 120), range(41, 44), range(0, 0)]).toEqual(['about 2 min', 'about 45 s', '0–5 s'])
  expect([about(400), about(41_000), about(540_000), about(9_000_000)]).toEqual(['1 s', '41 s', '9 min', '2.5 h'])
})
