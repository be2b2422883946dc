import { describe, expect, it } from 'vitest'
import { createLatch } from './latch.ts'

/** Whether the promise is already resolved, or resolves within this turn of the event loop. */
const resolves = (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<false>((resolve) => setImmediate(() => resolve(false)))])

describe('a latch', () => {
  it('wakes the caller that waits', async () => {
    const latch = createLatch(new AbortController().signal)
    const wait = latch.wait()
    expect(await resolves(wait)).toBe(false)
    latch.raise()
    expect(await resolves(wait)).toBe(true)
  })

  it('that was raised while nobody waited lets the next wait pass, once', async () => {
    const latch = createLatch(new AbortController().signal)
    latch.raise()
    latch.raise()
    expect(await resolves(latch.wait())).toBe(true)
    expect(await resolves(latch.wait())).toBe(false)
  })

  it('lets every wait pass after the signal aborts', async () => {
    const stop = new AbortController()
    const latch = createLatch(stop.signal)
    const wait = latch.wait()
    stop.abort()
    expect(await resolves(wait)).toBe(true)
    expect(await resolves(latch.wait())).toBe(true)
    expect(await resolves(createLatch(stop.signal).wait())).toBe(true)
  })
})
