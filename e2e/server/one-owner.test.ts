import { createTestDatabase, dropTestDatabase, runOutLease } from '@coppice/persistence/testing'
import { type CheckoutServer, commandPlan, followProgress, Gate, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { livingProcesses } from '../engine/living-processes.ts'
import { Spy } from '../engine/spy.ts'
import { Client, recordId } from './client.ts'
import { launch, newPlace, type Place } from './serve.ts'

/** R6: only one of the servers on a PostgreSQL database carries out runs. */

/** How often two servers are started. A long search (COPPICE_KILLS=50) does it twenty times. */
const ROUNDS = process.env.COPPICE_KILLS ? 20 : 2
/** The start of a server may be slow on a busy machine. */
const PATIENCE_MS = 600_000

/** Starts a server at `place` on the database. If the server is refused, its process ends. */
async function launchOn(url: string, place: Place): Promise<CheckoutServer> {
  const server = await launch(place, { DATABASE_URL: url })
  onTestFinished(() => server.killAll())
  return server
}

async function serveOn(url: string, place: Place): Promise<CheckoutServer> {
  const server = await launchOn(url, place)
  await server.ready()
  return server
}

async function newDatabase(): Promise<string> {
  const url = await createTestDatabase()
  onTestFinished(() => dropTestDatabase(url))
  return url
}

interface Started {
  url: string
  place: Place
  server: CheckoutServer
  client: Client
  runId: string
  spy: Spy
  gate: Gate
}

/** Starts a server with its own data folder and a run of two tasks, and waits until the first agent is running. */
async function startedRun(): Promise<Started> {
  const [url, place, spy, gate] = [await newDatabase(), await newPlace(), new Spy(), new Gate()]
  const server = await serveOn(url, place)
  const client = new Client(server)
  const project = await client.projectWith(
    commandPlan([
      { key: 'a', epic: 'x', run: spy.command('a', `${gate.wait}; echo a > a.txt`) },
      { key: 'b', epic: 'x', dependsOn: ['a'], run: spy.command('b', 'echo b > b.txt') },
    ]),
  )
  const runId = (await client.startParallel(project)).run?.id ?? ''
  await until('the agent', () => spy.starts('a') === 1)
  return { url, place, server, client, runId, spy, gate }
}

async function expectCompleted({ runId, spy }: Started, server: CheckoutServer): Promise<void> {
  for await (const _ of followProgress(server, runId));
  expect(await new Client(server).run(runId)).toMatchObject({ status: 'COMPLETED', completedTasks: 2 })
  expect([spy.starts('a'), spy.starts('b')]).toEqual([1, 1])
}

const reasonOf = async (server: CheckoutServer, runId: string) => (await new Client(server).run(runId)).statusReason

it(`R6: when two servers start on one database at the same moment, one is refused and names the other (${ROUNDS} times)`, {
  timeout: PATIENCE_MS,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const url = await createTestDatabase()
    const places = await Promise.all([newPlace(), newPlace()])
    const servers = await Promise.all(places.map((place) => launchOn(url, place)))
    const serve = servers.map((server) =>
      server.ready().then(
        () => true,
        () => false,
      ),
    )
    const serves = await Promise.all(serve)
    const output = servers.map((server) => server.output()).join('\n')
    expect(serves.toSorted(), output).toEqual([false, true])
    const [first, second] = serves[0] ? servers : servers.toReversed()
    expect(await second?.ended).toEqual({ code: 1, signal: null })
    expect(second?.output()).toMatch(/The database is in use by the Coppice server .*\. Use that server, stop it, or/)
    expect(second?.output()).toContain(`process ${first?.pid}, data folder ${first?.home}`)
    for (const server of servers) await server.killAll()
    await dropTestDatabase(url)
  }
})

it('R6: after kill -9 during a run, the next server with the same data folder continues the run at once', {
  timeout: PATIENCE_MS,
}, async () => {
  const started = await startedRun()
  await started.server.killServer()
  const next = await serveOn(started.url, started.place)
  expect(next.output()).not.toContain('waiting')
  started.gate.open()
  await expectCompleted(started, next)
})

it('R6: after kill -9, a server with another data folder says that it cannot continue the run, carries out other runs, and can cancel the run', {
  timeout: PATIENCE_MS,
}, async () => {
  const { server, url, place, runId, spy } = await startedRun()
  await server.killServer()
  const other = await serveOn(url, await newPlace())
  expect(other.output()).not.toContain('waiting')
  await until('the reason', async () => (await reasonOf(other, runId))?.includes(place.home))
  expect(await reasonOf(other, runId)).toMatch(
    /which this server cannot reach\. To continue the run, start Coppice there .* Otherwise cancel the run/,
  )
  const client = new Client(other)
  const quick = commandPlan([{ key: 'q', epic: 'x', run: spy.command('q', 'echo q > q.txt') }])
  const { run } = await client.startParallel(await client.projectWith(quick))
  for await (const _ of followProgress(other, run?.id ?? ''));
  expect(await client.run(run?.id ?? '')).toMatchObject({ status: 'COMPLETED' })

  expect(await client.cancel(runId)).toMatchObject({ __typename: 'CancelSuccess' })
  for await (const _ of followProgress(other, runId));
  expect(await client.run(runId)).toMatchObject({ status: 'CANCELLED', completedTasks: 0 })
  expect([spy.starts('a'), spy.starts('b')]).toEqual([1, 0])
})

it('R6: a server that is frozen until its lease expires writes nothing more and exits with a message; a later server with its folder continues the run', {
  timeout: PATIENCE_MS,
}, async () => {
  const started = await startedRun()
  const { server, client, url, place, runId, gate } = started
  const session = (await client.run(runId)).tasks.edges.flatMap(({ node }) => node.sessions)[0]
  process.kill(server.pid, 'SIGSTOP')
  await runOutLease(url)
  const other = await serveOn(url, await newPlace())
  await until('the reason', async () => (await reasonOf(other, runId))?.includes(place.home))
  const { lastSequence } = await new Client(other).run(runId)

  gate.open()
  await until('the end of the agent', () => livingProcesses(recordId(session)).length === 0)
  process.kill(server.pid, 'SIGCONT')
  expect(await server.ended, server.output()).toEqual({ code: 1, signal: null })
  expect(server.output()).toContain(`data folder ${other.home}) has taken over the database`)
  expect((await new Client(other).run(runId)).lastSequence).toBe(lastSequence)

  await other.stop()
  await expectCompleted(started, await serveOn(url, place))
})
