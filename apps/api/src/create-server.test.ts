import { rawSocket, sseEvents } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logLines } from './fixtures/log-lines.ts'
import { happen, seededRun } from './fixtures/seeded-run.ts'
import { ADMIN_TOKEN, type ServerUnderTest, serverUnderTest } from './fixtures/server-under-test.ts'
import { CannotListen, createApiServer } from './index.ts'
import { globalId } from './schema/ids.ts'

let ours: ServerUnderTest
beforeAll(async () => {
  ours = await serverUnderTest()
})
afterAll(() => ours.stop())

/** Starts a second server on the same database. */
const another = (options: Partial<Parameters<typeof createApiServer>[0]> = {}) =>
  createApiServer({
    engine: ours.engine,
    prisma: ours.database.prisma,
    store: ours.database.store,
    log: logLines().log,
    host: '127.0.0.1',
    port: 0,
    adminToken: ADMIN_TOKEN,
    ...options,
  })

const PROGRESS = 'subscription P($run: ID!) { progress(runId: $run) { sequence } }'

describe('the server', () => {
  it('is ready and accepts work when `ready` resolves', async () => {
    const recovered = Promise.withResolvers<void>()
    const server = await another({ ready: recovered.promise })
    const status = async () => (await fetch(`${server.url}/ready`)).status
    const ask = () => fetch(`${server.url}/graphql`, { method: 'POST' })
    expect(await status()).toBe(503)
    expect((await ask()).status).toBe(503)
    await expect(rawSocket(server.url)).rejects.toThrow('503')
    recovered.resolve()
    await expect.poll(status).toBe(200)
    expect((await ask()).status).toBe(401)
    await server.close()
  })

  it('names the port that another program uses, and says what to do', async () => {
    const port = Number(new URL(ours.url).port)
    const start = another({ port })
    await expect(start).rejects.toBeInstanceOf(CannotListen)
    await expect(start).rejects.toMatchObject({ code: 'EADDRINUSE', message: expect.stringMatching(`${port}.*PORT`) })
  })

  it('sends headers that forbid framing, caching and content sniffing, and allows no other origin', async () => {
    const { headers } = await fetch(`${ours.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.test', 'access-control-request-method': 'POST' },
    })
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('passes every other path to the console', async () => {
    const server = await another({
      web: { handle: async (request, response) => void response.end(`page ${request.url}`) },
    })
    expect(await (await fetch(`${server.url}/projects/1`)).text()).toBe('page /projects/1')
    await server.close()
    expect((await fetch(`${ours.url}/projects/1`)).status).toBe(404)
  })

  it('responds with 500 and continues when the console fails', async () => {
    const server = await another({ web: { handle: () => Promise.reject(new Error('no page')) } })
    expect((await fetch(`${server.url}/`)).status).toBe(500)
    expect((await fetch(`${server.url}/ready`)).status).toBe(200)
    await server.close()
  })

  it('closes without its clients: sockets close with 1001, and streams end without `complete`', async () => {
    const { run } = await seededRun(ours.database.store)
    await happen(ours.database.store, run.id)
    const server = await another()
    const variables = { run: globalId('Run', run.id) }
    const socket = await rawSocket(server.url)
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${ADMIN_TOKEN}` } })
    await socket.waitFor(({ type }) => type === 'connection_ack')
    socket.send({ type: 'subscribe', id: '1', payload: { query: PROGRESS, variables } })
    const streamed: string[] = []
    const stream = collect(sseEvents({ url: server.url, token: ADMIN_TOKEN }, PROGRESS, variables), streamed)
    await socket.waitFor(({ type }) => type === 'next')
    await expect.poll(() => streamed).toEqual(['next'])

    await server.close()
    expect(await socket.closed).toMatchObject({ code: 1001 })
    await stream
    expect(streamed).toEqual(['next'])
    await expect(fetch(`${server.url}/ready`)).rejects.toThrow()
  })

  it('writes no secret to its log', async () => {
    const { log, text } = logLines()
    const server = await another({ log })
    const code = new URL(server.signInLink()).hash.split('=')[1] ?? ''
    await fetch(`${server.url}/auth/sign-in?token=${ADMIN_TOKEN}`, { method: 'POST', body: JSON.stringify({ code }) })
    await fetch(`${server.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
    await server.close()
    expect(code.length).toBeGreaterThan(40)
    expect(text()).toContain('/auth/sign-in')
    for (const secret of [code, ADMIN_TOKEN, server.localToken]) expect(text()).not.toContain(secret)
  })
})

async function collect(events: AsyncIterable<{ event: string }>, names: string[]): Promise<void> {
  try {
    for await (const { event } of events) names.push(event)
  } catch {
    // The server cut the connection in the middle of the stream.
  }
}
