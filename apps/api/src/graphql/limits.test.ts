import { rawSocket, sse } from '@coppice/testkit'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRun } from '../fixtures/seeded-run.ts'
import { type ServerUnderTest, serverUnderTest } from '../fixtures/server-under-test.ts'
import { globalId } from '../schema/ids.ts'
import { LIMITS } from './limits.ts'

let ours: ServerUnderTest
beforeAll(async () => {
  ours = await serverUnderTest()
})
afterAll(() => ours.stop())

const refusedWith = (code: string) => ({ errors: [{ extensions: { code } }] })
const tooMuch = refusedWith('LIMIT_EXCEEDED')

/** @returns an operation with this many nested fields: `{ run { project { activeRun { project … } } } }`. */
const nested = (levels: number): string => {
  const fields = Array.from({ length: levels - 2 }, (_, index) => (index % 2 === 0 ? 'project' : 'activeRun'))
  return `{ run(id: "x") { ${fields.join(' { ')} { id ${'} '.repeat(fields.length)} } }`
}

async function open() {
  const socket = await rawSocket(ours.url)
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${ours.token}` } })
  await socket.waitFor(({ type }) => type === 'connection_ack')
  const ask = async (id: string, query: string, variables = {}) => {
    socket.send({ type: 'subscribe', id, payload: { query, variables } })
    return socket.waitFor((message) => message.id === id)
  }
  return { ...socket, ask }
}

describe('an operation', () => {
  it('may be the introspection query of the graphql package', async () => {
    for (const options of [
      {},
      { inputValueDeprecation: true, specifiedByUrl: true, schemaDescription: true, oneOf: true },
    ])
      expect(await ours.admin.request(getIntrospectionQuery(options))).toMatchObject({
        __schema: { queryType: { name: 'Query' } },
      })
  })

  it('may have a limited number of tokens, levels, aliases and directives', async () => {
    const aliases = (count: number) =>
      `{ ${Array.from({ length: count }, (_, i) => `a${i}: viewer { name }`).join(' ')} }`
    const directives = (count: number) => `{ viewer { ${'name @include(if: true) '.repeat(count)} } }`
    expect(await ours.admin.ask(`{ viewer { ${'name '.repeat(LIMITS.tokens)} } }`)).toMatchObject(tooMuch)
    expect(await ours.admin.ask(nested(LIMITS.depth))).toMatchObject({ data: { run: null } })
    expect(await ours.admin.ask(nested(LIMITS.depth + 1))).toMatchObject(tooMuch)
    expect(await ours.admin.ask(aliases(LIMITS.aliases))).toMatchObject({ data: { a0: { name: expect.any(String) } } })
    expect(await ours.admin.ask(aliases(LIMITS.aliases + 1))).toMatchObject(tooMuch)
    expect(await ours.admin.ask(directives(LIMITS.directives))).toMatchObject({ data: { viewer: {} } })
    expect(await ours.admin.ask(directives(LIMITS.directives + 1))).toMatchObject(tooMuch)
  })

  it('R4: is also limited below __schema and __type, over every transport', async () => {
    const aliased = (inner: string, count: number) =>
      Array.from({ length: count }, (_, i) => `a${i}: ${inner}`).join(' ')
    const aliases = `{ __schema { ${aliased('types { fields { name } }', 40)} } }`
    const named = 'name description kind ofType { name description kind ofType { name description kind } }'
    const field = `name description isDeprecated deprecationReason args { name description type { ${named} } } type { ${named} }`
    const lists = `{ __schema { ${aliased(`types { fields { type { ofType { fields { ${field} } } } } }`, 8)} } }`
    const byFragments = `{ __schema { ${aliased('types { fields { type { ofType { ...A ... on __Type { ...A } } } } }', 8)} } }
      fragment A on __Type { fields { ...B } } fragment B on __Field { ${field} }`
    const spread = `{ __type(name: "Run") { ...F0 } } ${Array.from({ length: 9 }, (_, i) => `fragment F${i} on __Type { ${`...F${i + 1} `.repeat(4)} }`).join(' ')} fragment F9 on __Type { name }`
    const deep = `{ __type(name: "Run") { ${'ofType { '.repeat(30)} name ${'} '.repeat(30)} } }`
    const socket = await open()
    let id = 0
    for (const document of [aliases, lists, byFragments, spread, deep]) {
      expect(await ours.admin.ask(document), document).toMatchObject(tooMuch)
      const overSse = sse(ours, document)
      await expect(overSse.next(), document).rejects.toThrow('LIMIT_EXCEEDED')
      expect(JSON.stringify(await socket.ask(`${++id}`, document)), document).toContain('LIMIT_EXCEEDED')
    }
    socket.socket.terminate()
  })

  it('R4: is refused when a list without pages is too long, before the entries are read', async () => {
    const { run } = await seededRun(ours.database.store, { batches: 60, tasksPerBatch: 1 })
    const document = (first: number) => `query($id: ID!) { run(id: $id) { batches { run { batches {
      tasks(first: ${first}) { edges { node { id key status run { number } } } } } } } } }`
    const id = globalId('Run', run.id)
    expect(await ours.admin.ask(document(1), { id })).toMatchObject({ data: { run: { batches: expect.any(Array) } } })
    const { errors } = await ours.admin.ask(document(200), { id })
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('batches has 60 entries'),
      extensions: { code: 'LIMIT_EXCEEDED' },
    })
  })

  it('may ask for a limited number of fields, whether sizes are literals, variables or defaults', async () => {
    const pages = `{ projects(first: 200) { edges { node { runs(first: 200) { edges { node { tasks(first: 200) { edges { node { key } } } } } } } } } }`
    expect(await ours.admin.ask(pages)).toMatchObject(tooMuch)
    const byVariable = `query($n: Int!) { projects(first: $n) { edges { node { runs(first: $n) { edges { node { batches { tasks { totalCount } } } } } } } } }`
    expect(await ours.admin.ask(byVariable, { n: 200 })).toMatchObject(tooMuch)
    expect(await ours.admin.ask(byVariable, { n: 2 })).toMatchObject({
      data: { projects: { edges: expect.any(Array) } },
    })
  })

  it('gets an error with a code of the contract when it is invalid', async () => {
    const ask = async (document: string, variables = {}) =>
      (await ours.admin.ask(document, variables)).errors?.[0]?.extensions
    expect(await ask('{ nonsense')).toEqual({ code: 'GRAPHQL_PARSE_FAILED' })
    expect(await ask('{ nonsense }')).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' })
    expect(await ask('query($id: ID!) { run(id: $id) { id } }')).toEqual({ code: 'BAD_USER_INPUT' })
    expect(await ask('query($n: Int) { projects(first: $n) { totalCount } }', { n: null })).toEqual({
      code: 'BAD_USER_INPUT',
    })
    expect(await ask('query A { viewer { name } } query B { viewer { name } }')).toEqual({ code: 'BAD_USER_INPUT' })
  })
})

describe('a request', () => {
  const post = async (body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${ours.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ours.token}`, 'content-type': 'application/json', ...headers },
      body,
    })
    return { status: response.status, body: await response.text() }
  }

  it('may contain a plan file of almost 3 MiB, but not a longer one', async () => {
    const importing = (bytes: number) =>
      JSON.stringify({
        query: 'mutation($s: String!) { importPlan(input: { projectId: "x", source: $s }) { __typename } }',
        variables: { s: 'x'.repeat(bytes) },
      })
    ours.engine.importPlan = async ({ source }) => {
      throw new Error(`the engine was called with ${source.length}`)
    }
    expect((await post(importing(3 * 1024 * 1024 - 1_000))).body).toContain('INTERNAL_SERVER_ERROR')
    const refused = await post(importing(3 * 1024 * 1024))
    expect(refused.status).toBe(413)
    expect(refused.body).toContain('LIMIT_EXCEEDED')
    expect(refused.body).toContain('at most 3 MiB. Send a shorter text')
  })

  it('gets BAD_USER_INPUT when it is not a GraphQL request', async () => {
    for (const body of ['', '{', '[]', '{}', '"x"', '{"query":1}', '[{"query":"{ viewer { name } }"}]'])
      expect((await post(body)).body, body).toContain('BAD_USER_INPUT')
    expect((await post('--x', { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(415)
  })

  it('must use POST', async () => {
    const response = await fetch(`${ours.url}/graphql?query={viewer{name}}`, {
      headers: { authorization: `Bearer ${ours.token}` },
    })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
  })
})

describe('a socket', () => {
  it('stays open after an invalid document: the client gets an error, and other operations continue', async () => {
    const { ask, socket } = await open()
    const error = (code: string) => ({ type: 'error', payload: [{ extensions: { code } }] })
    expect(await ask('1', '{ nonsense')).toMatchObject(error('GRAPHQL_PARSE_FAILED'))
    expect(await ask('2', '{ nonsense }')).toMatchObject(error('GRAPHQL_VALIDATION_FAILED'))
    expect(await ask('3', `{ viewer { ${'name '.repeat(LIMITS.tokens)} } }`)).toMatchObject(error('LIMIT_EXCEEDED'))
    expect(await ask('4', nested(LIMITS.depth + 1))).toMatchObject(error('LIMIT_EXCEEDED'))
    expect(JSON.stringify(await ask('5', '{ other }'))).not.toContain('"http"')
    expect(await ask('6', '{ viewer { role } }')).toMatchObject({ payload: { data: { viewer: { role: 'ADMIN' } } } })
    socket.terminate()
  })

  it('carries out at most 50 operations at once', async () => {
    const { run } = await seededRun(ours.database.store)
    const { ask, send, socket, waitFor } = await open()
    const variables = { run: globalId('Run', run.id) }
    const query = 'subscription P($run: ID!) { progress(runId: $run) { sequence } }'
    for (let id = 1; id <= LIMITS.operationsPerSocket; id++)
      send({ type: 'subscribe', id: String(id), payload: { query, variables } })
    expect(await ask('51', query, variables)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED' } }],
    })
    send({ type: 'complete', id: '1' })
    send({ type: 'ping' })
    await waitFor(({ type }) => type === 'pong')
    expect(await ask('52', '{ viewer { role } }')).toMatchObject({ type: 'next' })
    socket.terminate()
  })

  it('is closed after a message above 256 KiB', async () => {
    const { send, closed } = await open()
    send({
      type: 'subscribe',
      id: '1',
      payload: { query: '{ viewer { name } }', variables: { x: 'x'.repeat(300_000) } },
    })
    expect(await closed).toMatchObject({ code: 1009 })
  })
})
