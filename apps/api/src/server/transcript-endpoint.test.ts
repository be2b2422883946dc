import type { TranscriptOf } from '@coppice/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServerUnderTest, serverUnderTest } from '../fixtures/server-under-test.ts'
import { globalId } from '../schema/ids.ts'

let ours: ServerUnderTest
beforeAll(async () => {
  ours = await serverUnderTest()
})
afterAll(() => ours.stop())

const UUID = '00000000-0000-4000-8000-000000000001'
const get = (id: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${ours.url}/transcripts/${id}.md`, { method, headers })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

function exporting(text: () => AsyncGenerator<string, void, undefined>) {
  const asked: TranscriptOf[] = []
  ours.engine.read.transcriptMarkdown = async (of) => {
    asked.push(of)
    return { fileName: 'shop-run-1.md', text: text() }
  }
  return asked
}

async function* pieces() {
  yield '# Run 1\n'
  yield 'ä'
}

it('A1: downloads the transcript of a run, a task or a session for every role, and nothing without a token', async () => {
  const asked = exporting(pieces)
  const { secret } = await ours.newToken('VIEWER')
  for (const type of ['Run', 'RunTask', 'Session']) {
    const response = await get(globalId(type, UUID), bearer(secret))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="shop-run-1.md"')
    expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(await response.text()).toBe('# Run 1\nä')
  }
  expect(asked).toEqual([{ runId: UUID }, { runTaskId: UUID }, { sessionId: UUID }])
  expect((await get(globalId('Run', UUID))).status).toBe(401)
  expect((await get(globalId('Run', UUID), bearer('wrong'))).status).toBe(401)
  expect((await get(globalId('Project', UUID), bearer(secret))).status).toBe(404)
  expect((await get('nonsense', bearer(secret))).status).toBe(404)
  expect((await get(globalId('Run', UUID), bearer(secret), 'POST')).status).toBe(405)
  expect(asked).toHaveLength(3)
})

it('R4: makes the text only as fast as the client reads it, and stops when the client disconnects', async () => {
  let made = 0
  let ended = false
  async function* endless() {
    try {
      for (;;) {
        made += 1
        yield 'x'.repeat(64 * 1024)
      }
    } finally {
      ended = true
    }
  }
  exporting(endless)
  const stop = new AbortController()
  const response = await fetch(`${ours.url}/transcripts/${globalId('Run', UUID)}.md`, {
    headers: bearer(ours.token),
    signal: stop.signal,
  })
  const reader = response.body?.getReader()
  await reader?.read()
  let before = -1
  // The buffers of both sockets are full when no more pieces are made.
  await expect
    .poll(
      () => {
        const isSame = made === before
        before = made
        return isSame
      },
      { interval: 300 },
    )
    .toBe(true)
  expect(made).toBeLessThan(1000)
  stop.abort()
  await expect.poll(() => ended).toBe(true)
})
