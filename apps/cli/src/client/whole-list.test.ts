import { expect, it } from 'vitest'
import { wholeList } from './whole-list.ts'

it.each([0, 199, 200, 201, 5_000])('a list of %i entries is read whole', async (length) => {
  const all = Array.from({ length }, (_, index) => index)
  expect(await wholeList(async (first) => all.slice(0, first))).toEqual(all)
})
