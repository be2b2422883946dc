import { expect, it } from 'vitest'
import { when } from './when.ts'

const at = (month: number, day: number, hour: number, minute: number, year = 2026) =>
  new Date(year, month - 1, day, hour, minute).getTime()

it('formats a past time by its distance in days', () => {
  const now = at(11, 24, 13, 51)
  expect(when(at(11, 24, 9, 5), now)).toBe('09:05')
  expect(when(at(11, 23, 23, 59), now)).toBe('Yesterday, 23:59')
  expect(when(at(11, 20, 11, 46), now)).toBe('Fri, 11:46')
  expect(when(at(11, 17, 11, 46), now)).toBe('17 Nov, 11:46')
  expect(when(at(11, 3, 14, 2, 2025), now)).toBe('3 Nov 2025, 14:02')
})

it('formats a time shortly in the future as today, because the clock of the server may differ', () => {
  expect(when(at(11, 24, 13, 52), at(11, 24, 13, 51))).toBe('13:52')
})
