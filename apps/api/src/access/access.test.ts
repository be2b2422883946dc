import { randomUUID } from 'node:crypto'
import { countStatements } from '@coppice/persistence/testing'
import { graphqlClient, rawSocket, sse } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logLines } from '../fixtures/log-lines.ts'
import { happen, seededRun } from '../fixtures/seeded-run.ts'
import { ADMIN_TOKEN, type ServerUnderTest, serverUnderTest } from '../fixtures/server-under-test.ts'
import { createApiServer } from '../index.ts'
import { globalId } from '../schema/ids.ts'
import { LOOK_INTERVAL_MS } from './live-credentials.ts'
import { hashOf } from './secrets.ts'
import { MOST_FAILURES } from './sign-in-attempts.ts'
import { CODE_LIFE_MS } from './sign-in-codes.ts'

let ours: ServerUnderTest
beforeAll(async () => {
  ours = await serverUnderTest()
})
afterAll(() => ours.stop())

const VIEWER = '{ viewer { name role } }'
const PROGRESS = 'subscription P($run: ID!) { progress(runId: $run) { sequence } }'
const TOKEN = 'id name role createdAt expiresAt lastUsedAt revokedAt'
const TOKENS = `{ accessTokens { ${TOKEN} } }`
const CREATE_TOKEN = `mutation Create($input: CreateAccessTokenInput!) { createAccessToken(input: $input) {
  ... on CreateAccessTokenSuccess { token accessToken { ${TOKEN} } }
  ... on Error { code } ... on InvalidInputError { fields { path } } } }`
const REVOKE = `mutation Revoke($id: ID!) { revokeAccessToken(input: { accessTokenId: $id }) {
  ... on RevokeAccessTokenSuccess { accessToken { ${TOKEN} } } ... on Error { code } } }`
interface Created {
  token?: string
  accessToken?: { id: string }
}
const unauthenticated = { status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }
const forbidden = { errors: [{ extensions: { code: 'FORBIDDEN' } }] }

const another = (adminToken: string | null) =>
  createApiServer({
    engine: ours.engine,
    prisma: ours.database.prisma,
    store: ours.database.store,
    log: logLines().log,
    host: '127.0.0.1',
    port: 0,
    adminToken,
    clock: ours.clock,
  })

async function socketOf(token: string, headers: Record<string, string> = {}) {
  const socket = await rawSocket(ours.url, headers)
  socket.send({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} })
  return socket
}

async function signIn(body: object, headers: Record<string, string> = { origin: ours.url }) {
  const response = await fetch(`${ours.url}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const { message } = (await response.json()) as { message?: string }
  const cookie = response.headers.get('set-cookie') ?? ''
  return { status: response.status, message, attributes: cookie, cookie: cookie.split(';')[0] ?? '' }
}

const signInCode = () => new URL(ours.server.signInLink()).hash.replace('#code=', '')
const withCookie = (cookie: string, headers: Record<string, string> = { origin: ours.url }) =>
  graphqlClient({ url: ours.url, token: '' }, { cookie, ...headers })

describe('A1: without a credential', () => {
  it('every HTTP request is refused, including introspection', async () => {
    for (const token of ['', 'wrong', 'Bearer'])
      for (const document of [VIEWER, '{ __schema { queryType { name } } }', '{ nonsense', 'subscription { x }'])
        expect(await graphqlClient({ url: ours.url, token }).ask(document), token).toMatchObject(unauthenticated)
  })

  it('no stream of server-sent events opens', async () => {
    const { run } = await seededRun(ours.database.store)
    for (const token of ['', 'wrong'])
      await expect(sse({ url: ours.url, token }, PROGRESS, { run: globalId('Run', run.id) }).next()).rejects.toThrow(
        '401',
      )
  })

  it('a socket is closed with 4403', async () => {
    for (const token of ['', 'wrong']) expect(await (await socketOf(token)).closed).toMatchObject({ code: 4403 })
  })

  it('a socket is closed when it sends an operation before its credential', async () => {
    const socket = await rawSocket(ours.url)
    socket.send({ type: 'subscribe', id: '1', payload: { query: VIEWER } })
    expect(await socket.closed).toMatchObject({ code: 4401 })
  })
})

describe('A1: tokens', () => {
  it('only the hash of a token is stored', async () => {
    const { id, secret } = await ours.newToken('VIEWER')
    const row = await ours.database.prisma.accessToken.findUniqueOrThrow({ where: { id } })
    expect(row.hash).toBe(hashOf(secret))
    expect(JSON.stringify(row)).not.toContain(secret)
  })

  it('a revoked token gives no access, and its streams and sockets end', async () => {
    const { store, prisma } = ours.database
    const { run } = await seededRun(store)
    await happen(store, run.id)
    const { id, secret } = await ours.newToken('VIEWER')
    const socket = await socketOf(secret)
    await socket.waitFor(({ type }) => type === 'connection_ack')
    const stream = sse({ url: ours.url, token: secret }, PROGRESS, { run: globalId('Run', run.id) })
    await stream.next()

    await prisma.accessToken.update({ where: { id }, data: { revokedAt: new Date() } })
    ours.clock.advance(LOOK_INTERVAL_MS)
    expect(await socket.closed).toMatchObject({ code: 4403 })
    await expect(stream.next()).rejects.toThrow()
    expect(await graphqlClient({ url: ours.url, token: secret }).ask(VIEWER)).toMatchObject(unauthenticated)
  })

  it('when the API revokes a token, its sockets and its console sessions end at once', async () => {
    const { id, secret } = await ours.newToken('OPERATOR')
    const { cookie } = await signIn({ token: secret })
    const sockets = [await socketOf(secret), await socketOf('', { cookie, origin: ours.url })]
    for (const socket of sockets) await socket.waitFor(({ type }) => type === 'connection_ack')
    const { revokeAccessToken } = await ours.admin.request<{ revokeAccessToken: { accessToken: object } }>(REVOKE, {
      id: globalId('AccessToken', id),
    })
    expect(revokeAccessToken.accessToken).toMatchObject({ revokedAt: expect.any(String) })
    for (const socket of sockets) expect(await socket.closed).toMatchObject({ code: 4403 })
    expect(await withCookie(cookie).ask(VIEWER)).toMatchObject(unauthenticated)
  })

  it('an expired token gives no access, its streams and sockets end, and its socket carries out no operation before it is closed', async () => {
    const { store } = ours.database
    const { run } = await seededRun(store)
    await happen(store, run.id)
    const { secret } = await ours.newToken('VIEWER', new Date(ours.clock.now() + LOOK_INTERVAL_MS / 2))
    const { cookie } = await signIn({ token: secret })
    const socket = await socketOf(secret)
    await socket.waitFor(({ type }) => type === 'connection_ack')
    const stream = sse({ url: ours.url, token: secret }, PROGRESS, { run: globalId('Run', run.id) })
    await stream.next()

    ours.clock.advance(LOOK_INTERVAL_MS / 2)
    expect(await graphqlClient({ url: ours.url, token: secret }).ask(VIEWER)).toMatchObject(unauthenticated)
    expect(await withCookie(cookie).ask(VIEWER)).toMatchObject(unauthenticated)
    expect(await signIn({ token: secret })).toMatchObject({ status: 401 })
    socket.send({ type: 'subscribe', id: '1', payload: { query: VIEWER } })
    expect(await socket.waitFor(({ id }) => id === '1')).toMatchObject({
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    })
    ours.clock.advance(LOOK_INTERVAL_MS / 2)
    expect(await socket.closed).toMatchObject({ code: 4403 })
    await expect(stream.next()).rejects.toThrow()
  })

  it('the last use of a token is stored at most once a minute', async () => {
    const { id, secret } = await ours.newToken('VIEWER')
    const ask = () => graphqlClient({ url: ours.url, token: secret }).request(VIEWER)
    const lastUsed = async () =>
      (await ours.database.prisma.accessToken.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime()
    expect(await lastUsed()).toBeUndefined()
    const first = ours.clock.now()
    await ask()
    await expect.poll(lastUsed).toBe(first)
    ours.clock.advance(30_000)
    await ask() // The first request also prepares the SQL statement, which would be counted.
    expect(await countStatements(() => Promise.all([ask(), ask(), ask()]))).toBe(3)
    expect(await lastUsed()).toBe(first)
    ours.clock.advance(30_000)
    await ask()
    await expect.poll(lastUsed).toBe(first + 60_000)
  })

  it('an admin creates tokens: the secret is returned once, tokens are listed, and a name is used by one valid token at a time', async () => {
    const expiresAt = new Date(ours.clock.now() + 60_000).toISOString()
    const create = (name: string, expires: string | null = null) =>
      ours.admin.request<{ createAccessToken: Created }>(CREATE_TOKEN, {
        input: { name, role: 'VIEWER', expiresAt: expires },
      })
    const { createAccessToken: made } = await create('  reader ', expiresAt)
    expect(made.token).toMatch(/^cop_[\w-]{43}$/)
    expect(made.accessToken).toMatchObject({ name: 'reader', role: 'VIEWER', expiresAt, revokedAt: null })
    expect(await graphqlClient({ url: ours.url, token: made.token ?? '' }).request(VIEWER)).toEqual({
      viewer: { name: 'reader', role: 'VIEWER' },
    })
    const { accessTokens } = await ours.admin.request<{ accessTokens: { id: string }[] }>(TOKENS)
    expect(accessTokens).toContainEqual(expect.objectContaining({ id: made.accessToken?.id, name: 'reader' }))

    expect((await create('reader')).createAccessToken).toMatchObject({ code: 'NAME_TAKEN' })
    for (const kept of ['COPPICE_ADMIN_TOKEN', 'this machine'])
      expect((await create(kept)).createAccessToken).toMatchObject({ code: 'NAME_TAKEN' })
    for (const name of ['', ' ', 'two\nlines', 'x'.repeat(101)])
      expect((await create(name)).createAccessToken).toMatchObject({
        code: 'INVALID_INPUT',
        fields: [{ path: 'name' }],
      })
    expect((await create('late', new Date(ours.clock.now()).toISOString())).createAccessToken).toMatchObject({
      code: 'INVALID_INPUT',
      fields: [{ path: 'expiresAt' }],
    })
    // The name can be used again after its token has expired or was revoked.
    ours.clock.advance(60_000)
    const { createAccessToken: second } = await create('reader')
    expect(second.token).toBeDefined()
    await ours.admin.request(REVOKE, { id: second.accessToken?.id })
    expect((await create('reader')).createAccessToken.token).toBeDefined()
    expect(await ours.admin.request(REVOKE, { id: globalId('AccessToken', randomUUID()) })).toMatchObject({
      revokeAccessToken: { code: 'NOT_FOUND' },
    })
  })

  it('COPPICE_ADMIN_TOKEN is valid while it is set; without it, the first start creates an admin token and returns it once', async () => {
    const asks = (token: string) => graphqlClient({ url: ours.url, token }).ask(VIEWER)
    const second = await another('another-token')
    expect(second.adminTokenMadeNow).toBeNull()
    expect(await asks('another-token')).toMatchObject({ data: { viewer: { role: 'ADMIN' } } })
    expect(await asks(ADMIN_TOKEN)).toMatchObject(unauthenticated)
    await second.close()

    const third = await another(null)
    expect(await asks('another-token')).toMatchObject(unauthenticated)
    expect(await asks(third.adminTokenMadeNow ?? '')).toMatchObject({ data: { viewer: { role: 'ADMIN' } } })
    await third.close()

    const fourth = await another(null)
    expect(fourth.adminTokenMadeNow).toBeNull()
    expect(await asks(third.adminTokenMadeNow ?? '')).toMatchObject({ data: { viewer: { role: 'ADMIN' } } })

    // After the token is revoked, no start creates another one. The owner can still sign in with a link.
    const { prisma } = ours.database
    const { id } = await prisma.accessToken.findUniqueOrThrow({ where: { liveName: 'admin' } })
    const machine = graphqlClient({ url: fourth.url, token: fourth.localToken })
    await machine.request(REVOKE, { id: globalId('AccessToken', id) })
    expect(await asks(third.adminTokenMadeNow ?? '')).toMatchObject(unauthenticated)
    await fourth.close()
    const fifth = await another(null)
    expect(fifth.adminTokenMadeNow).toBeNull()
    await fifth.close()
    const { status, cookie } = await signIn({ code: signInCode() })
    expect(status).toBe(200)
    expect(await withCookie(cookie).request(VIEWER)).toEqual({ viewer: { name: 'this machine', role: 'ADMIN' } })

    await (await another(ADMIN_TOKEN)).close()
    expect(await asks(ADMIN_TOKEN)).toMatchObject({ data: { viewer: { role: 'ADMIN' } } })
  })

  it('the local token of a start gives the commands of this machine access until the server ends', async () => {
    const client = graphqlClient({ url: ours.url, token: ours.server.localToken })
    expect(await client.request(VIEWER)).toEqual({ viewer: { name: 'this machine', role: 'ADMIN' } })
    const second = await another(ADMIN_TOKEN)
    expect(await graphqlClient({ url: second.url, token: ours.server.localToken }).ask(VIEWER)).toMatchObject(
      unauthenticated,
    )
    await second.close()
  })
})

describe('A1: the console', () => {
  it('a browser signs in with a token or with the code of a link, and gets a cookie that scripts cannot read', async () => {
    for (const body of [{ token: ADMIN_TOKEN }, { code: signInCode() }]) {
      const { status, attributes, cookie } = await signIn(body)
      expect(status).toBe(200)
      expect(attributes).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/)
      expect(await withCookie(cookie).request(VIEWER)).toMatchObject({ viewer: { role: 'ADMIN' } })
    }
    expect(ours.server.signInLink()).toMatch(/\/sign-in#code=/)
  })

  it('a wrong token or code is refused, and the message says what to do', async () => {
    expect(await signIn({ token: 'wrong' })).toMatchObject({ status: 401, cookie: '', message: expect.any(String) })
    expect(await signIn({ code: 'wrong' })).toMatchObject({
      status: 401,
      message: expect.stringContaining('coppice sign-in'),
    })
    expect(await signIn({ name: 'x' })).toMatchObject({ status: 400, cookie: '' })
    ours.clock.advance(60_000)
  })

  it('signing out ends the session and its sockets at once; a session also ends after 30 days', async () => {
    const { cookie } = await signIn({ token: ADMIN_TOKEN })
    const socket = await socketOf('', { cookie, origin: ours.url })
    await socket.waitFor(({ type }) => type === 'connection_ack')
    await fetch(`${ours.url}/auth/sign-out`, { method: 'POST', headers: { cookie, origin: ours.url } })
    expect(await socket.closed).toMatchObject({ code: 4403 })
    expect(await withCookie(cookie).ask(VIEWER)).toMatchObject(unauthenticated)

    const { cookie: later } = await signIn({ token: ADMIN_TOKEN })
    ours.clock.advance(30 * 24 * 60 * 60 * 1000)
    expect(await withCookie(later).ask(VIEWER)).toMatchObject(unauthenticated)
  })

  it('the cookie is accepted only from pages of the console', async () => {
    const { cookie } = await signIn({ token: ADMIN_TOKEN })
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'http://evil.test' },
      { origin: 'http://localhost:1' },
      { 'sec-fetch-site': 'same-site', origin: ours.url },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]
    for (const headers of foreign)
      expect(await withCookie(cookie, headers).ask(VIEWER), JSON.stringify(headers)).toMatchObject({
        status: 403,
        ...forbidden,
      })
    const own: Record<string, string>[] = [{ 'sec-fetch-site': 'same-origin' }, { 'x-coppice-client': '1' }]
    for (const headers of own) expect(await withCookie(cookie, headers).ask(VIEWER)).toMatchObject({ status: 200 })
  })

  it('the cookie opens no socket for a page of another origin', async () => {
    const { cookie } = await signIn({ token: ADMIN_TOKEN })
    expect(await (await socketOf('', { cookie, origin: 'http://evil.test' })).closed).toMatchObject({ code: 4403 })
    const own = await socketOf('', { cookie, origin: ours.url })
    await own.waitFor(({ type }) => type === 'connection_ack')
    own.socket.terminate()
  })

  it('a sign-in code works once, within five minutes, and not after another browser used it', async () => {
    const code = signInCode()
    const { cookie } = await signIn({ code })
    expect(cookie).not.toBe('')
    expect(await signIn({ code })).toMatchObject({ status: 401, cookie: '' })
    // The browser that used the code may use it again, because this browser is signed in.
    expect(await signIn({ code }, { origin: ours.url, cookie })).toMatchObject({ status: 200, cookie: '' })
    const both = await Promise.all([signIn({ code: signInCode() }), signIn({ code: signInCode() })])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const one = signInCode()
    const race = await Promise.all([signIn({ code: one }), signIn({ code: one })])
    expect(race.map(({ status }) => status).toSorted()).toEqual([200, 401])

    const [old, young] = [signInCode(), signInCode()]
    ours.clock.advance(CODE_LIFE_MS - 1)
    expect(await signIn({ code: young })).toMatchObject({ status: 200 })
    ours.clock.advance(1)
    expect(await signIn({ code: old })).toMatchObject({ status: 401, cookie: '' })
  })

  it('a link that an admin creates signs in as this admin, and the session ends with the admin’s token', async () => {
    const { id, secret } = await ours.newToken('ADMIN')
    const { createSignInLink } = await graphqlClient({ url: ours.url, token: secret }).request<{
      createSignInLink: { path: string }
    }>('mutation { createSignInLink { path expiresAt } }')
    const { cookie } = await signIn({ code: createSignInLink.path.replace('/sign-in#code=', '') })
    expect(await withCookie(cookie).request(VIEWER)).toMatchObject({
      viewer: { name: expect.stringMatching(/^admin /) },
    })
    await ours.admin.request(REVOKE, { id: globalId('AccessToken', id) })
    expect(await withCookie(cookie).ask(VIEWER)).toMatchObject(unauthenticated)
  })

  it('after repeated failures, the response says how long to wait, but a correct token still gets access', async () => {
    ours.clock.advance(60_000)
    for (let attempt = 0; attempt < MOST_FAILURES; attempt++) expect((await signIn({ token: 'x' })).status).toBe(401)
    const warnings = ours.logged.text().split('refused a sign-in').length
    expect(await signIn({ token: 'x' })).toMatchObject({
      status: 429,
      message: expect.stringMatching(/wait \d+ s/),
    })
    expect(ours.logged.text().split('refused a sign-in')).toHaveLength(warnings)
    expect(await signIn({ token: ADMIN_TOKEN })).toMatchObject({ status: 200 })
    expect(await signIn({ code: signInCode() })).toMatchObject({ status: 200 })
    ours.clock.advance(60_000)
    expect((await signIn({ token: 'x' })).status).toBe(401)
  })

  it('a sign-in from a page of another site is refused', async () => {
    const foreign: Record<string, string>[] = [{ origin: 'http://evil.test' }, { 'sec-fetch-site': 'cross-site' }]
    for (const headers of foreign)
      expect(await signIn({ token: ADMIN_TOKEN }, headers)).toMatchObject({ status: 403, cookie: '' })
  })
})

describe('A1: a foreign host name that points to this machine', () => {
  it('is refused for pages, the API and sockets', async () => {
    const { port } = new URL(ours.url)
    const { request } = await import('node:http')
    const statusFor = (host: string, path: string) =>
      new Promise((resolve) => {
        request({ port, path, headers: { host } }, ({ statusCode }) => resolve(statusCode)).end()
      })
    for (const path of ['/', '/ready', '/graphql']) expect(await statusFor('evil.test', path)).toBe(421)
    for (const host of ['localhost', `127.0.0.1:${port}`, '[::1]:4000'])
      expect(await statusFor(host, '/ready'), host).toBe(200)
    await expect(rawSocket(ours.url, { host: 'evil.test' })).rejects.toThrow('421')
  })
})
