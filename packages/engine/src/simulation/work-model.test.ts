import { expect, it } from 'vitest'
import { randomOf } from './random.ts'
import { workModel } from './work-model.ts'

const EXPECTED_MS = 600_000
const expectedMs = () => EXPECTED_MS

const keys = Array.from({ length: 10_000 }, (_, index) => `task-${index}`)
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length

it('randomOf returns evenly distributed numbers, and the same number for the same words', () => {
  const drawn = keys.map((key) => randomOf('any', key, 1))
  expect(drawn).toEqual(keys.map((key) => randomOf('any', key, 1)))
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = drawn.filter((number) => Math.floor(number * 10) === tenth).length / keys.length
    expect(share).toBeCloseTo(0.1, 1)
  }
})

it('uses known durations unchanged, and draws other durations around the expected mean', () => {
  const model = workModel({ durations: new Map([['known', 7]]), expectedMs, failRate: 0, maxAttempts: () => 1 })
  expect([model.durationMs('known', 1), model.durationMs('known', 2)]).toEqual([7, 7])
  const drawn = keys.map((key) => model.durationMs(key, 1)).sort((a, b) => a - b)
  expect(Math.abs(mean(drawn) / EXPECTED_MS - 1)).toBeLessThan(0.02)
  const [quarter = 0, threeQuarters = 0] = [drawn[2_500], drawn[7_500]]
  expect(quarter / EXPECTED_MS).toBeCloseTo(0.63, 1)
  expect(threeQuarters / EXPECTED_MS).toBeCloseTo(1.24, 1)
})

it('the share of failing attempts is the given rate', () => {
  const model = workModel({ durations: new Map(), expectedMs, failRate: 0.1, maxAttempts: () => 1 })
  expect(keys.filter((key) => model.fails(key, 1)).length / keys.length).toBeCloseTo(0.1, 2)
  const certain = workModel({ durations: new Map(), expectedMs, failRate: 1, maxAttempts: () => 1 })
  expect(keys.every((key) => certain.fails(key, 1))).toBe(true)
})
