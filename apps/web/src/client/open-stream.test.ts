import type { Sink } from 'graphql-ws'
import { describe, expect, it } from 'vitest'
import { graphql } from './graphql.ts'
import { openStream, StreamRefused } from './open-stream.ts'

const PROGRESS = graphql(
  `subscription P($runId: ID!, $after: Int!) { progress(runId: $runId, after: $after) { sequence } }`,
)

/** A fake socket. The test sends the items of its streams. */
function socketOfTest() {
  const asked: unknown[] = []
  let sink: Sink | null = null
  let stopped = 0
  return {
    asked,
    socket: {
      subscribe: (payload: unknown, given: unknown) => {
        asked.push(payload)
        sink = given as Sink
        return () => {
          stopped += 1
        }
      },
    },
    sink: () => sink as unknown as Sink,
    stopped: () => stopped,
  }
}

function opened() {
  const test = socketOfTest()
  const got: number[] = []
  const controller = new AbortController()
  const end = openStream(
    test.socket,
    PROGRESS,
    { runId: 'r', after: 7 },
    ({ progress }) => got.push(progress.sequence),
    controller.signal,
  )
  return { ...test, got, controller, end }
}

const event = (sequence: number) => ({ data: { progress: { sequence } } })

describe('a stream', () => {
  it('passes on the items after the requested number, until the server completes it', async () => {
    const { asked, sink, got, end } = opened()
    sink().next(event(8))
    sink().next(event(9))
    sink().complete()
    expect(await end).toBe('completed')
    expect(got).toEqual([8, 9])
    expect(asked).toMatchObject([{ variables: { runId: 'r', after: 7 } }])
  })

  it('is lost when the connection breaks', async () => {
    const { sink, end } = opened()
    sink().error({ code: 1006, reason: '' })
    expect(await end).toBe('lost')
  })

  it('A1: is refused when the session has ended', async () => {
    const { sink, end } = opened()
    sink().error({ code: 4403, reason: 'Forbidden' })
    await expect(end).rejects.toMatchObject({ fault: { code: 'UNAUTHENTICATED' } })
  })

  it('is refused when the server sends an error, before or after the first item', async () => {
    const before = opened()
    before.sink().error([{ message: 'No such run.', extensions: { code: 'NOT_FOUND' } }])
    await expect(before.end).rejects.toBeInstanceOf(StreamRefused)

    const after = opened()
    after.sink().next(event(8))
    after.sink().next({ errors: [{ message: 'Revoked.', extensions: { code: 'UNAUTHENTICATED' } }] } as never)
    await expect(after.end).rejects.toMatchObject({ fault: { code: 'UNAUTHENTICATED' } })
    expect(after.stopped()).toBe(1)
  })

  it('passes on nothing after the signal aborts', async () => {
    const { sink, got, controller, end, stopped } = opened()
    controller.abort()
    sink().next(event(8))
    expect(await end).toBe('lost')
    expect(got).toEqual([])
    expect(stopped()).toBe(1)
  })
})
