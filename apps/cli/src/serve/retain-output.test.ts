import { silentLog } from '@coppice/engine'
import { expect, test } from 'vitest'
import { retainOutput } from './retain-output.ts'

const DAY_MS = 86_400_000

/** A clock and an output store that record how they are used. */
function world(fails = false) {
  const calls: (() => void)[] = []
  const asked: number[] = []
  let now = 100 * DAY_MS
  const clock = {
    now: () => now,
    random: () => 0,
    after(delayMs: number, call: () => void) {
      expect(delayMs).toBe(DAY_MS)
      calls.push(call)
      return () => void calls.splice(calls.indexOf(call), 1)
    },
  }
  const hosts = {
    removeOldOutput: async (before: number) => {
      asked.push(before / DAY_MS)
      if (fails) throw new Error('no such disk')
      return 1
    },
  }
  const nextDay = async () => {
    now += DAY_MS
    calls.shift()?.()
  }
  return {
    asked,
    calls,
    nextDay,
    start: (days: number | null) => retainOutput(hosts, days, { clock, log: silentLog }),
  }
}

test('R4: old output is removed at the start and then once a day, also after a day on which that failed', async () => {
  for (const fails of [false, true]) {
    const { asked, calls, nextDay, start } = world(fails)
    const stop = start(90)
    await nextDay()
    await nextDay()
    expect(asked).toEqual([10, 11, 12])
    stop()
    expect(calls).toEqual([])
  }
})

test('R4: without a limit, no output is removed', () => {
  const { asked, calls, start } = world()
  start(null)()
  expect([asked, calls]).toEqual([[], []])
})
