import { describe, expect, it } from 'vitest'
import type { Connection } from '../live/follow.ts'
import { keepFresh } from './keep-fresh.ts'

/** Runs `keepFresh` with these answers in turn; null means that the server is not reachable. */
async function kept(answers: (string | null)[]) {
  const seen: string[] = []
  const connections: Connection[] = []
  const waits: number[] = []
  const controller = new AbortController()
  let time = 1000
  await keepFresh<string>({
    load: async () => {
      const answer = answers.shift()
      if (!answer) throw new Error('away')
      return answer
    },
    onData: (data) => seen.push(data),
    onConnection: (connection) => connections.push(connection),
    everyMs: 5000,
    pause: {
      wait: async (ms) => {
        waits.push(ms)
        time += ms
        if (answers.length === 0) controller.abort()
      },
    },
    now: () => time,
    signal: controller.signal,
  })
  return { seen, connections, waits }
}

describe('keeping a page fresh', () => {
  it('reads again after each pause', async () => {
    const { seen, waits } = await kept(['a', 'b'])
    expect(seen).toEqual(['a', 'b'])
    expect(waits).toEqual([5000, 5000])
  })

  it('says since when the data is stale and when it is tried again, waiting longer each time', async () => {
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

  it('starts over with short waits once the server is back', async () => {
    const { waits } = await kept([null, null, 'a', null])
    expect(waits).toEqual([1000, 2000, 5000, 1000])
  })
})
