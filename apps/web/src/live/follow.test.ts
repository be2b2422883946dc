import { describe, expect, it } from 'vitest'
import { type Connection, follow, type Source, waitBefore } from './follow.ts'

interface Item {
  sequence: number
}

/** A fake server with `all` items. Each stream breaks after `cuts.shift()` items. When no cuts are left, the stream completes. */
function serverOf(all: number, cuts: number[], reachable: () => boolean = () => true) {
  const opened: number[] = []
  const source: Source<Item> = {
    open: async (after, next) => {
      opened.push(after)
      const cut = cuts.shift()
      const until = Math.min(all, cut === undefined ? all : after + cut)
      for (let sequence = after + 1; sequence <= until; sequence++) next({ sequence })
      return cut === undefined ? 'completed' : 'lost'
    },
    newest: async () => {
      if (!reachable()) throw new Error('unreachable')
      return all
    },
  }
  return { source, opened }
}

async function followed(source: Source<Item>, isEnded: () => boolean, onPause: (count: number) => void = () => {}) {
  const items: number[] = []
  const connections: Connection[] = []
  const caughtUp: number[] = []
  const controller = new AbortController()
  let pauses = 0
  let time = 0
  await follow<Item>({
    source,
    after: 0,
    onItem: (item) => items.push(item.sequence),
    onConnection: (connection) => connections.push(connection),
    onCaughtUp: (missed) => caughtUp.push(missed),
    isEnded,
    pause: {
      wait: async (ms) => {
        time += ms
        pauses += 1
        onPause(pauses)
        if (pauses > 20) controller.abort()
      },
    },
    now: () => time,
    signal: controller.signal,
  })
  return { items, connections, caughtUp, pauses }
}

const range = (to: number) => Array.from({ length: to }, (_, i) => i + 1)

describe('following a numbered stream', () => {
  it('R2: delivers every item once, however often the connection breaks', async () => {
    const { source, opened } = serverOf(30, [4, 0, 7, 1, 0])
    const { items } = await followed(source, () => true)
    expect(items).toEqual(range(30))
    expect(opened).toEqual([0, 4, 4, 11, 12, 12])
  })

  it('reports how many items were missed, and when they have arrived', async () => {
    const { source } = serverOf(30, [12])
    const { connections, caughtUp } = await followed(source, () => true)
    expect(connections.map((connection) => connection.state)).toEqual(['live', 'lost', 'catching-up', 'live', 'ended'])
    expect(connections[2]).toEqual({ state: 'catching-up', missed: 18 })
    expect(caughtUp).toEqual([18])
  })

  it('reports a lost connection and opens no stream while the server is unreachable', async () => {
    let reachable = false
    const { source, opened } = serverOf(3, [1], () => reachable)
    const { items, connections } = await followed(
      source,
      () => true,
      (count) => {
        reachable = count >= 3
      },
    )
    expect(items).toEqual([1, 2, 3])
    expect(opened).toEqual([0, 1])
    expect(connections.filter((connection) => connection.state === 'lost')).toHaveLength(3)
  })

  it('continues after a stream that completed because the server stopped', async () => {
    let ended = false
    const { source, opened } = serverOf(5, [])
    await followed(
      source,
      () => ended,
      (count) => {
        ended = count >= 2
      },
    )
    expect(opened).toEqual([0, 5])
  })

  it('does not ask the server when the end becomes known after the stream has completed', async () => {
    let ended = false
    const { source, opened } = serverOf(5, [], () => false)
    const { connections } = await followed(
      source,
      () => ended,
      () => {
        ended = true
      },
    )
    expect(opened).toEqual([0])
    expect(connections.map((connection) => connection.state)).toEqual(['live', 'lost', 'ended'])
  })

  it('waits longer after each failure, but never more than 15 s', () => {
    expect([1, 2, 3, 4, 5, 9].map(waitBefore)).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000])
  })
})
