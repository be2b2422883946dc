import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { preparedHome } from '@coppice/persistence/testing'
import {
  type CheckoutServer,
  commandPlan,
  followProgress,
  graphqlClient,
  startFromCheckout,
  tempFolder,
  tempRepository,
} from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkout } from './checkout.ts'
import { Client } from './client.ts'

/** Each kind of bad input is refused with a message that says what to do, and nothing is written. */

let server: CheckoutServer
let client: Client

beforeAll(async () => {
  server = await startFromCheckout({ checkout, home: await preparedHome(tempFolder()) })
  client = new Client(server)
})
afterAll(async () => {
  await server?.stop()
})

const commits = 'date +%N > $COPPICE_TASK.txt'
const plain = commandPlan([{ key: 'a', epic: 'x', run: commits }])

async function emptyProject(): Promise<string> {
  const { project } = await client.createProject(tempRepository().path)
  return project?.id ?? ''
}

describe('plans', () => {
  it('P1: a plan with a cycle is refused, with the tasks of the cycle in order', async () => {
    const id = await emptyProject()
    const task = (key: string, need: string) => ({ key, epic: 'x', dependsOn: [need], run: commits })
    const cycle = commandPlan([task('a', 'c'), task('b', 'a'), task('c', 'b')])
    const answer = await client.importPlan(id, JSON.stringify(cycle))
    expect(answer).toMatchObject({ __typename: 'CircularDependencyError', code: 'CIRCULAR_DEPENDENCY' })
    const [keys = []] = answer.cycles ?? []
    expect(['a,c,b', 'c,b,a', 'b,a,c', 'a,b,c', 'b,c,a', 'c,a,b']).toContain(keys.join(','))
    expect((await client.startParallel(id)).__typename).toBe('NothingToDoError')
  })

  it('P1: an unknown dependency is one problem, with its path', async () => {
    const source = JSON.stringify(commandPlan([{ key: 'a', epic: 'x', dependsOn: ['nope'], run: commits }]), null, 2)
    const answer = await client.importPlan(await emptyProject(), source)
    expect(answer).toMatchObject({
      __typename: 'InvalidPlanError',
      problems: [{ message: expect.stringContaining('nope') }],
    })
    expect(answer.problems?.[0]?.line).toBeGreaterThan(1)
  })

  it('ten mistakes in one file are reported at once, with line and column', async () => {
    const source = [
      'verfy: npm test',
      'redBase: perhaps',
      'maxConflictSessions: many',
      'timeouts: { verify: soon }',
      'epics:',
      '  - key: A B',
      '    nme: x',
      '    priority: high',
      '    tasks:',
      '      - key: a',
      '        timeout: soon',
      '      - key: a',
      '        description: d',
      '        agent: robot',
      '        dependsOn: [zz]',
    ].join('\n')
    const answer = await client.importPlan(await emptyProject(), source)
    expect(answer.__typename).toBe('InvalidPlanError')
    expect(answer.problems?.length).toBeGreaterThanOrEqual(10)
    expect(answer.problems?.every(({ line, column }) => line !== null && column !== null)).toBe(true)
  })

  it('a key with a space is refused, and the message says which keys are allowed', async () => {
    const source = JSON.stringify(commandPlan([{ key: 'two words', epic: 'x', run: commits }]))
    const answer = await client.importPlan(await emptyProject(), source)
    expect(answer.problems?.map(({ message }) => message).join()).toMatch(/two words|a-z0-9/)
  })

  it('S7: a plan is not imported while a run is active', async () => {
    const id = await client.projectWith(commandPlan([{ key: 'a', epic: 'x', run: 'sleep 600' }]))
    const { run } = await client.startParallel(id)
    expect((await client.importPlan(id, JSON.stringify(plain))).__typename).toBe('RunActiveError')
    await client.cancel(run?.id ?? '')
  })
})

describe('repositories', () => {
  it('a missing path, a file, and a folder without a repository are refused, and the message says what to do', async () => {
    const folder = tempFolder('plain')
    writeFileSync(join(folder, 'file.txt'), 'text')
    for (const path of ['/nonexistent/x', join(folder, 'file.txt'), folder]) {
      const answer = await client.createProject(path)
      expect(answer).toMatchObject({ __typename: 'InvalidRepositoryError', code: 'INVALID_REPOSITORY' })
      expect(answer.message?.length).toBeGreaterThan(20)
    }
  })

  it('a repository without a commit, without the base branch, or with a branch named coppice is refused', async () => {
    const unborn = tempFolder('unborn')
    mkdirSync(unborn, { recursive: true })
    const { git } = tempRepository()
    git('-C', unborn, 'init', '-q', '-b', 'main')
    expect((await client.createProject(unborn)).__typename).toBe('InvalidRepositoryError')
    expect((await client.createProject(tempRepository().path, 'absent')).__typename).toBe('InvalidRepositoryError')
    const taken = tempRepository()
    taken.git('branch', 'coppice')
    const answer = await client.createProject(taken.path)
    expect(answer).toMatchObject({ __typename: 'InvalidRepositoryError', message: expect.stringContaining('coppice') })
  })

  it('D3: a base that fails verify ends the run before its first session, and says why', async () => {
    const id = await client.projectWith({ ...plain, verify: 'echo the base is red; exit 9' } as typeof plain)
    const { run } = await client.startParallel(id)
    for await (const event of followProgress(server, run?.id ?? '')) expect(event.__typename).not.toBe('SessionStarted')
    const ended = await client.run(run?.id ?? '')
    expect(ended).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('the base is red') })
  })
})

describe('starting', () => {
  it('S7: of three starts at the same moment, exactly one succeeds', async () => {
    const id = await client.projectWith(commandPlan([{ key: 'a', epic: 'x', run: 'sleep 600' }]))
    const answers = await Promise.all([client.startParallel(id), client.startParallel(id), client.startParallel(id)])
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'RunActiveError',
      'RunActiveError',
      'StartParallelSuccess',
    ])
    expect(await client.runCount(id)).toBe(1)
    await client.cancel(answers.find(({ run }) => run)?.run?.id ?? '')
  })

  it('a concurrency of 0, -1, 65 or 100000 is refused, and no run is created', async () => {
    const id = await client.projectWith(plain)
    for (const maxConcurrency of [0, -1, 65, 100_000]) {
      const answer = await client.startParallel(id, { maxConcurrency })
      expect(answer).toMatchObject({ __typename: 'InvalidInputError', code: 'INVALID_INPUT' })
    }
    expect(await client.runCount(id)).toBe(0)
  })

  it('a malformed id, or an id of another type, is treated like the id of an absent object', async () => {
    const id = await client.projectWith(plain)
    const { run } = await client.startParallel(id)
    for (const odd of ['x', '', 'zz'.repeat(200), run?.id ?? ''])
      expect((await client.startParallel(odd)).__typename).toBe('NotFoundError')
    for (const odd of ['x', '', id]) expect((await client.cancel(odd)).__typename).toBe('NotFoundError')
    const { run: none } = await client.graphql.request<{ run: null }>('query($id: ID!) { run(id: $id) { id } }', { id })
    expect(none).toBeNull()
  })

  it('an unknown option is refused, and the message names it', async () => {
    const id = await client.projectWith(plain)
    const document = `mutation { startParallel(input: { projectId: "${id}", maxConcurency: 2 }) { __typename } }`
    const { errors } = await client.graphql.ask(document)
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(errors?.[0]?.message).toContain('maxConcurrency')
  })
})

describe('access', () => {
  it.each(['', 'wrong', 'bar'.repeat(50)])('A1: the token "%s" gives no access', async (token) => {
    const answer = await graphqlClient({ url: server.url, token }).ask<{ projects: unknown }>(
      '{ projects { totalCount } }',
    )
    expect(answer.data?.projects ?? null).toBeNull()
    expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })
})
