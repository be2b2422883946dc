import type { StoreTransaction } from '@coppice/engine'
import { systemClock } from '@coppice/engine/ports/clock'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NOW, sampleProject, sampleRun } from '../testing/sample-records.ts'
import { storedProject, storedRun } from '../testing/stored-records.ts'
import { createTestDatabase, dropTestDatabase } from '../testing/test-postgres.ts'
import { type Database, openServer } from './database.ts'
import { POOL_SIZE } from './postgres.ts'
import { DatabaseUnreachable } from './postgres-problems.ts'

let url: string
let servers: Database[]

beforeEach(async () => {
  url = await createTestDatabase()
  servers = []
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await dropTestDatabase(url)
})

async function server(): Promise<Database> {
  const opened = await openServer(url, systemClock)
  servers.push(opened)
  return opened
}

const change = async (sql: string) => {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(sql)
  await client.end()
}

describe('a PostgreSQL server', () => {
  it('stores exact times, whatever time zone the server or its database has', async () => {
    await change(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET timezone TO 'America/New_York'`)
    const { store, prisma } = await server()
    const project = await storedProject(store)
    expect(await store.project(project.id)).toEqual(project)
    expect(await prisma.$queryRaw`SELECT extract(epoch FROM "createdAt")::float8 * 1000 AS ms FROM "Project"`).toEqual([
      { ms: NOW },
    ])
  })

  it('R2: a second server is notified of events of the first server, and reads them from any number', async () => {
    const [one, two] = [await server(), await server()]
    const { run } = await storedRun(one.store)
    const notified = vi.fn()
    const stop = two.store.onEvents(run.id, notified)
    await vi.waitFor(() => expect(notified).toHaveBeenCalledTimes(1), 480_000)
    await one.store.transaction((tx) =>
      tx.appendEvents(run.id, NOW, [
        { type: 'RunStarted', data: { totalBatches: 1, totalTasks: 1, maxConcurrency: 1 } },
      ]),
    )
    await vi.waitFor(() => expect(notified).toHaveBeenCalledTimes(2), 480_000)
    expect((await two.store.events(run.id, 0, 10)).map((event) => event.sequence)).toEqual([1])
    stop()
  })

  it('a second server is notified of commands and of new work of the first server', async () => {
    const [one, two] = [await server(), await server()]
    const { project, run } = await storedRun(one.store)
    const [commanded, work] = [vi.fn(), vi.fn()]
    const stops = [two.store.onCommands(run.id, commanded), two.store.onWork(work)]
    await vi.waitFor(() => expect([commanded.mock.calls.length, work.mock.calls.length]).toEqual([1, 1]), 480_000)
    await one.store.transaction((tx) => tx.nextCommand(run.id))
    await vi.waitFor(() => expect(commanded).toHaveBeenCalledTimes(2), 480_000)
    await one.store.transaction((tx) =>
      tx.updateRun(run.id, ['RUNNING'], { status: 'COMPLETED', deliveryRequestedAt: null }),
    )
    await one.store.transaction((tx) => tx.insertRun(sampleRun(project, { number: 2 }), [], []))
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2), 480_000)
    for (const stop of stops) stop()
  })

  it('R2: if two servers append to a run at the same time, its events have no gap and no duplicate', async () => {
    const both = [await server(), await server()]
    const { run } = await storedRun((await server()).store)
    const appends = both.flatMap(({ store }) =>
      Array.from({ length: 25 }, () =>
        store.transaction((tx) =>
          tx.appendEvents(run.id, NOW, [
            { type: 'RunStarted', data: { totalBatches: 1, totalTasks: 1, maxConcurrency: 1 } },
          ]),
        ),
      ),
    )
    await Promise.all(appends)
    const events = await (await server()).store.events(run.id, 0, 1_000)
    expect(events.map((event) => event.sequence)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  })

  it('R2: a transaction is repeated if another server has appended to the run since the transaction began', async () => {
    const [one, other] = [await server(), await server()]
    const { run } = await storedRun(one.store)
    const append = (tx: StoreTransaction) =>
      tx.appendEvents(run.id, NOW, [
        { type: 'RunStarted', data: { totalBatches: 1, totalTasks: 1, maxConcurrency: 1 } },
      ])
    let tries = 0
    await one.store.transaction(async (tx) => {
      // Because of this read, the work has a database transaction of its own. Without a read, the store could write it in a group with
      // others.
      await tx.run(run.id)
      tries += 1
      if (tries === 1) await other.store.transaction(append)
      await append(tx)
    })
    expect(tries).toBe(2)
    expect((await one.store.events(run.id, 0, 10)).map((event) => event.sequence)).toEqual([1, 2])
  })

  it('S7: if three servers start a run of a project at the same time, exactly one succeeds', async () => {
    const three = [await server(), await server(), await server()]
    const project = await storedProject((await server()).store)
    const won = await Promise.all(
      three.map(({ store }) => store.transaction((tx) => tx.insertRun(sampleRun(project), [], []))),
    )
    expect(won.filter((answer) => answer)).toHaveLength(1)
  })

  it('transactions of two servers have the same effect as if one ran after the other', async () => {
    const both = [await server(), await server()]
    const { run } = await storedRun((await server()).store)
    const additions = both.flatMap(({ store }) =>
      Array.from({ length: 10 }, () =>
        store.transaction(async (tx) => {
          const before = (await tx.run(run.id))?.maxConcurrency ?? 0
          await tx.updateRun(run.id, ['RUNNING'], { maxConcurrency: before + 1 })
        }),
      ),
    )
    await Promise.all(additions)
    expect((await (await server()).store.run(run.id))?.maxConcurrency).toBe(run.maxConcurrency + 20)
  })

  it('R4: a server has a limited number of connections', async () => {
    const { store, prisma } = await server()
    await Promise.all(Array.from({ length: 60 }, () => store.projects()))
    const rows = await prisma.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM pg_stat_activity WHERE application_name = 'coppice' AND datname = current_database()`
    expect(Number(rows[0]?.count)).toBeLessThanOrEqual(POOL_SIZE)
  })

  it('the store still works after the database server has closed its connections', async () => {
    const { store } = await server()
    const project = sampleProject()
    await store.projects()
    await change(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'coppice' AND datname = current_database()",
    )
    await vi.waitFor(() => store.transaction((tx) => tx.insertProject(project)), 480_000)
    expect(await store.project(project.id)).toEqual(project)
  })

  it.each([
    [
      'no server listens',
      (to: URL) => {
        to.port = '1'
      },
      /127.0.0.1:1\/test_\w+ cannot be used: no server listens at this address/,
    ],
    [
      'the password is wrong',
      (to: URL) => {
        to.password = 'wrong-secret'
      },
      /the user or password is wrong/,
    ],
    [
      'the database does not exist',
      (to: URL) => {
        to.pathname = '/absent'
      },
      /no database of this name/,
    ],
  ])('if %s, the start is refused in one line without the password', async (_, spoil, line) => {
    const spoilt = new URL(url)
    spoil(spoilt)
    const error = await openServer(spoilt.href, systemClock).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(DatabaseUnreachable)
    expect(String(error)).toMatch(line)
    expect(String(error)).not.toContain(spoilt.password)
  })

  it.each(['mysql://localhost/x', 'nonsense', 'file:dev.db'])('the URL %s is refused', async (text) => {
    await expect(openServer(text, systemClock)).rejects.toThrow('DATABASE_URL is not the URL of a PostgreSQL server')
  })
})
