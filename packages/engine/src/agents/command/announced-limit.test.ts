import { expect, it } from 'vitest'
import { announcedLimit, lastAnnounced } from './announced-limit.ts'

const AT = Date.parse('2026-11-24T12:00:00Z')
const until = (line: string) => announcedLimit(line, AT)?.until

it('S5: a command reports a limit of its provider by a line, which may contain the end of the limit', () => {
  expect(until('COPPICE: provider limit')).toBeNull()
  expect(until('COPPICE: provider limit until 2026-11-24T12:30:00Z')).toBe(AT + 1_800_000)
  expect(until('COPPICE: provider limit until 2026-11-24T12:30:00.250Z')).toBe(AT + 1_800_250)
  expect(until('COPPICE: provider limit for 90 minutes')).toBe(AT + 5_400_000)
})

it('a limit with a time that cannot be parsed has no end', () => {
  expect(until('COPPICE: provider limit until tomorrow')).toBeNull()
})

it('a limit must be a whole line', () => {
  expect(until('it said COPPICE: provider limit')).toBeUndefined()
  expect(until('COPPICE: provider limits')).toBeUndefined()
})

it('the last of several lines counts', () => {
  const lines = ['COPPICE: provider limit for 2h', 'COPPICE: provider limit for 45s', 'bye']
  expect(lastAnnounced(lines.join('\n'), AT)?.until).toBe(AT + 45_000)
  expect(lastAnnounced('bye', AT)).toBeNull()
})
