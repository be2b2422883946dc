import { expect, test } from 'vitest'
import { newSignals } from './new-signal.mjs'

test('R5: signals within a second after a signal count as one; a later signal is new', () => {
  let now = 5_000
  const isNew = newSignals(() => now)
  const at = (ms: number) => {
    now = 5_000 + ms
    return isNew()
  }
  expect([0, 0, 999, 1_000, 1_500, 1_999, 2_000].map(at)).toEqual([true, false, false, true, false, false, true])
})
