import { expect, it } from 'vitest'
import { slotsFrom } from './slots.ts'

it('S1: slots are 1 to 64', () => {
  expect(['1', '64', '0', '100000', ' 7 '].map(slotsFrom)).toEqual([1, 64, 1, 64, 7])
  expect(['', '-1', '3.5', 'x', '1e3'].map(slotsFrom)).toEqual([null, null, null, null, null])
})
