import { type IncomingMessage, request } from 'node:http'
import { type RawSocket, rawSocket, sse } from '@coppice/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { finishRun, happen, seededRun } from '../fixtures/seeded-run.ts'
import { type ServerUnderTest, serverUnderTest } from '../fixtures/server-under-test.ts'
import { LIMITS } from '../graphql/limits.ts'
import { globalId } from '../schema/ids.ts'

let ours: ServerUnderTest
let long: string
beforeAll(async () => {
  ours = await serverUnderTest()
  long = await longRun()
})
afterAll(() => ours.stop())

const PROGRESS = `subscription P($runId: ID!, $after: Int! = 0) { progress(runId: $runId, after: $after) {
  sequence ... on VerificationFailed { output } } }`
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

async function running() {
  const { store } = ours.database
  const { run, tasks } = await seededRun(store)
  return { store, run, task: tasks[0], runId: globalId('Run', run.id) }
}

/** Stores an ended run with 1,201 events. Together they are larger than what the operating system and the server buffer for one client. */
async function longRun() {
  const { store, run, task, runId } = await running()
  const data = { taskKey: 't1', output: 'x'.repeat(16_000), runTaskId: task?.id ?? '' }
  await store.transaction((tx) => tx.appendEvents(run.id, 1, Array(1_200).fill({ type: 'VerificationFailed', data })))
  await finishRun(store, run.id)
  return runId
}

async function open(token: string): Promise<RawSocket> {
  const socket = await rawSocket(ours.url)
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
  return socket
}

async function acknowledged(token: string): Promise<RawSocket> {
  const socket = await open(token)
  await socket.waitFor(({ type }) => type === 'connection_ack')
  return socket
}

const follow = (socket: RawSocket, id: string, runId: string, after = 0) =>
  socket.send({ type: 'subscribe', id, payload: { query: PROGRESS, variables: { runId, after } } })

async function followedOverSse(token: string, runId: string, after: number): Promise<number[]> {
  type Progress = { progress: { sequence: number } }
  const seen: number[] = []
  for await (const { progress } of sse<Progress>({ url: ours.url, token }, PROGRESS, { runId, after }))
    seen.push(progress.sequence)
  return seen
}

const cutOffs = () => ours.logged.lines.filter(({ msg }) => String(msg).startsWith('disconnected a ')).length

/** Advances the clock until the server has disconnected a client. */
async function untilCutOff(before: number): Promise<void> {
  await expect
    .poll(
      () => {
        ours.clock.advance(LIMITS.unreadMs)
        return cutOffs()
      },
      // The server looks each time. A client that reads needs a moment between two looks.
      { timeout: 480_000, interval: 1_000 },
    )
    .toBe(before + 1)
}

it('R4: a token has a limited number of subscriptions on all its connections; when one ends, another can start', async () => {
  const { store, run, runId } = await running()
  await happen(store, run.id)
  const { secret } = await ours.newToken('VIEWER')
  const sockets = [await acknowledged(secret), await acknowledged(secret), await acknowledged(secret)] as const
  for (let id = 0; id < LIMITS.streamsPerCredential; id++)
    follow(sockets[Math.floor(id / LIMITS.operationsPerSocket)] as RawSocket, String(id), runId)
  for (let id = 0; id < LIMITS.streamsPerCredential; id++)
    await sockets[Math.floor(id / LIMITS.operationsPerSocket)]?.waitFor((one) => one.id === String(id))

  follow(sockets[2], 'refused', runId)
  const refused = await sockets[2].waitFor(({ id }) => id === 'refused')
  expect(JSON.stringify(refused)).toContain(`at most ${LIMITS.streamsPerCredential} subscriptions`)
  await expect(sse({ url: ours.url, token: secret }, PROGRESS, { runId }).next()).rejects.toThrow('LIMIT_EXCEEDED')
  expect((await sse(ours, PROGRESS, { runId }).next()).value).toEqual({ progress: { sequence: 1 } })

  sockets[0].send({ type: 'complete', id: '0' })
  await expect
    .poll(async () => {
      const id = crypto.randomUUID()
      follow(sockets[2], id, runId)
      return (await sockets[2].waitFor((message) => message.id === id)).payload
    })
    .toEqual({ data: { progress: { sequence: 1 } } })
  for (const { socket } of sockets) socket.terminate()
})

it('R4: a token has a limited number of sockets, and the next socket is closed with the reason', async () => {
  const { secret } = await ours.newToken('VIEWER')
  const sockets = await Promise.all(Array.from({ length: LIMITS.socketsPerCredential }, () => acknowledged(secret)))
  const { code, reason } = await (await open(secret)).closed
  expect({ code, reason }).toEqual({
    code: 4429,
    reason: expect.stringContaining(`${LIMITS.socketsPerCredential} sockets`),
  })
  sockets[0]?.socket.terminate()
  await expect
    .poll(async () => {
      const next = await open(secret)
      return Promise.race([next.waitFor(({ type }) => type === 'connection_ack'), next.closed])
    })
    .toMatchObject({ type: 'connection_ack' })
  for (const { socket } of sockets) socket.terminate()
})

it('R4, R2: a socket whose client does not read is closed with 4408, and the client can continue from its last number', async () => {
  const runId = long
  const { secret } = await ours.newToken('VIEWER')
  const reader = await acknowledged(secret)
  follow(reader, '1', runId)
  await reader.waitFor(({ type }) => type === 'next')
  reader.socket.pause()
  const honest = followedOverSse(ours.token, runId, 0)
  await untilCutOff(cutOffs())
  expect(await honest).toEqual(numbers(1, 1_201))

  reader.socket.resume()
  expect(await reader.closed).toEqual({ code: 4408, reason: expect.stringContaining('The client read nothing') })
  const next = reader.received.filter(({ type }) => type === 'next')
  expect(reader.received.some(({ type }) => type === 'complete')).toBe(false)
  const seen = next.map(
    ({ payload }) => (payload as { data: { progress: { sequence: number } } }).data.progress.sequence,
  )
  expect(seen).toEqual(numbers(1, seen.length))
  expect(await followedOverSse(secret, runId, seen.length)).toEqual(numbers(seen.length + 1, 1_201))
})

it('R4, R2: a stream whose client does not read ends with an error, and the client can continue from its last number', async () => {
  const runId = long
  const { secret } = await ours.newToken('VIEWER')
  const response = await pausedStream(secret, runId)
  await untilCutOff(cutOffs())
  response.setEncoding('utf8')
  let text = ''
  for await (const chunk of response) text += chunk
  const events = text.split('\n\n').filter((block) => block.startsWith('event: '))
  const data = events.map((block) => JSON.parse(block.slice(block.indexOf('data: ') + 'data: '.length) || 'null'))
  expect(data.pop()).toEqual({
    errors: [{ message: expect.stringContaining('The client read nothing'), extensions: { code: 'LIMIT_EXCEEDED' } }],
  })
  const seen = data.map(({ data: { progress } }) => progress.sequence)
  expect(seen).toEqual(numbers(1, seen.length))
  expect(text).not.toContain('event: complete')
  expect(await followedOverSse(secret, runId, seen.length)).toEqual(numbers(seen.length + 1, 1_201))
})

async function pausedStream(token: string, runId: string): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/event-stream' }
  return new Promise((resolve, reject) => {
    const asked = request(`${ours.url}/graphql`, { method: 'POST', headers }, (response) => resolve(response.pause()))
    asked.once('error', reject)
    asked.end(JSON.stringify({ query: PROGRESS, variables: { runId } }))
  })
}
