import { expect, test } from 'vitest'
import { age, keptLine, size } from './kept-words.ts'

test.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [1_536, '1.5 KiB'],
  [250 * 1024, '250 KiB'],
  [5 * 1024 ** 3, '5.0 GiB'],
])('%s bytes are %s', (bytes, words) => expect(size(bytes)).toBe(words))

test.each([
  [-1, '0 min'],
  [59 * 60_000, '59 min'],
  [25 * 3_600_000, '1 d'],
])('%s ms are %s', (ms, words) => expect(age(ms)).toBe(words))

test('a line has the ref, the run, the task, the attempt, the size, the age and why the work is kept', () => {
  const committedAt = '2026-01-01T00:00:00.000Z'
  const of = { ref: 'refs/coppice/kept/run-3/a/1', commit: 'c', runNumber: 3, reason: 'work of an earlier attempt' }
  const now = Date.parse(committedAt) + 7_200_000
  expect(keptLine({ ...of, taskKey: 'a', attempt: 1, size: { bytes: 2_048, committedAt } }, now)).toBe(
    'refs/coppice/kept/run-3/a/1\n  run 3  a  attempt 1  2.0 KiB  2 h  work of an earlier attempt',
  )
})
