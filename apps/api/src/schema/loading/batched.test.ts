import { describe, expect, it, vi } from 'vitest'
import { batched } from './batched.ts'

const doubled = () =>
  vi.fn(async (keys: number[]) => new Map(keys.filter((key) => key > 0).map((key) => [key, key * 2] as const)))

describe('keys that are requested in one turn of the event loop', () => {
  it('are loaded by one call, each key once', async () => {
    const load = doubled()
    const ask = batched(load)
    expect(await Promise.all([ask(1), ask(2), ask(1), ask(-1)])).toEqual([2, 4, 2, undefined])
    expect(load.mock.calls).toEqual([[[1, 2, -1]]])
  })

  it('are not cached: a later request loads the present value', async () => {
    const load = doubled()
    const ask = batched(load)
    expect(await ask(1)).toBe(2)
    load.mockResolvedValueOnce(new Map([[1, 99]]))
    expect(await ask(1)).toBe(99)
    expect(load).toHaveBeenCalledTimes(2)
  })

  it('all fail when their load fails, and later requests do not', async () => {
    const load = doubled()
    load.mockRejectedValueOnce(new Error('the database is unreachable'))
    const ask = batched(load)
    const results = await Promise.allSettled([ask(1), ask(2)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await ask(1)).toBe(2)
  })
})
