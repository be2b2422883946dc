import { describe, expect, it } from 'vitest'
import { createBell } from './bell.ts'

/** Whether the promise resolves without anything else happening. */
const resolves = (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<false>((resolve) => setImmediate(() => resolve(false)))])

describe('a bell', () => {
  it('wakes who waits', async () => {
    const bell = createBell(new AbortController().signal)
    const heard = bell.heard()
    expect(await resolves(heard)).toBe(false)
    bell.ring()
    expect(await resolves(heard)).toBe(true)
  })

  it('that rang while nobody waited is heard by the next who does, once', async () => {
    const bell = createBell(new AbortController().signal)
    bell.ring()
    bell.ring()
    expect(await resolves(bell.heard())).toBe(true)
    expect(await resolves(bell.heard())).toBe(false)
  })

  it('is heard at the abort, and ever after', async () => {
    const stop = new AbortController()
    const bell = createBell(stop.signal)
    const heard = bell.heard()
    stop.abort()
    expect(await resolves(heard)).toBe(true)
    expect(await resolves(bell.heard())).toBe(true)
    expect(await resolves(createBell(stop.signal).heard())).toBe(true)
  })
})
