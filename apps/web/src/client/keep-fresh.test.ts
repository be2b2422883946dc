import { describe, expect, it } from 'vitest'
import type { Connection } from '../live/follow.ts'
import { keepFresh } from './keep-fresh.ts'

/** Runs `keepFresh` with these results in turn. When a result is null, the server is unreachable. */
async function kept(results: (string | null)[]) {
  const seen: string[] = []
  const connections: Connection[] = []
  const waits: number[] = []
  const controller = new AbortController()
  let time = 1000
  await keepFresh<string>({
    load: async () => {
      const result = results.shift()
      if (!result) throw new Error('unreachable')
      return result
    },
    onData: (data) => seen.push(data),
    onConnection: (connection) => connections.push(connection),
    everyMs: 5000,
    pause: {
      wait: async (ms) => {
        waits.push(ms)
        time += ms
        if (results.length === 0) controller.abort()
      },
    },
    now: () => time,
    signal: controller.signal,
  })
  return { seen, connections, waits }
}

describe('reading repeatedly', () => {
  it('reads again after each pause', async () => {
    const { seen, waits } = await kept(['a', 'b'])
    expect(seen).toEqual(['a', 'b'])
    expect(waits).toEqual([5000, 5000])
  })

  it('reports since when the data is stale and when the next try is, and waits longer after each failure', async () => {
    const { seen, connections, waits } = await kept(['a', null, null, 'b'])
    expect(connections).toEqual([
      { state: 'live' },
      { state: 'lost', since: 1000, nextTryAt: 7000 },
      { state: 'lost', since: 1000, nextTryAt: 9000 },
      { state: 'live' },
    ])
    expect(waits).toEqual([5000, 1000, 2000, 5000])
    expect(seen).toEqual(['a', 'b'])
  })

  it('starts with a short wait again after the server was reachable', async () => {
    const { waits } = await kept([null, null, 'a', null])
    expect(waits).toEqual([1000, 2000, 5000, 1000])
  })
})
