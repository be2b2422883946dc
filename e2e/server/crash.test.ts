import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FAIL_POINTS, type FailPoint } from '@coppice/engine'
import { commandPlan, followProgress, reconnecting, tempRepository } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { Spy } from '../engine/spy.ts'
import { Client } from './client.ts'
import { expectAllReceived, type RandomSubscriber, subscribeAtRandom, untilEvent } from './random-subscriber.ts'
import { launch, newPlace, type Place } from './serve.ts'

/**
 * R1: a server is killed repeatedly during one run, and the run still completes. The test does not trust the database of Coppice. It counts
 * the starts of each task in files that the agents write, and the merged tasks in git.
 */

/** How often the server is killed at a random moment. A long search sets COPPICE_KILLS=50. */
const KILLS = Number(process.env.COPPICE_KILLS ?? 2)
/**
 * The fail points at which the server kills itself. A long search uses all points that this run reaches. Other tests use the points of
 * deliveries by hand, of deliveries to a branch that is not checked out, of undone deliveries, of clashes, and of commands about kept work.
 * A short test uses only the riskiest points, because each point needs a start of the server.
 */
const POINTS: readonly FailPoint[] = process.env.COPPICE_KILLS
  ? FAIL_POINTS.filter((point) => !/^(hand-delivery|branch-delivery|branch|undo|clash|resolve|kept-drop)\./.test(point))
  : [
      'start.stored',
      'resource.awaited',
      'attempt.begun',
      'attempt.started',
      'attempt.ended',
      'objects.stored',
      'attempt.committed',
      'merge.verified',
      'merge.branch-moved',
      'resolution.remembered',
      'conflict.merge-begun',
      'delivery.begun',
      'checkout.half-swapped',
      'checkout.ref-moved',
      'delivery.base-moved',
      'end.tidied',
    ]
const SLOTS = 4
const PATIENCE_MS = process.env.COPPICE_KILLS ? 3_600_000 : 1_800_000
/** The largest number of events between two kills. The run has about 250 events. */
const LONGEST_LIFE = Math.ceil(300 / KILLS)
const SUBSCRIBERS = 8
/** Subscribers start at a random event up to this number. */
const UP_TO = 150

/** An agent writes to this file when another agent has the same resource at the same time. Only one agent at a time may have it. */
const OVERLAPS = 'overlaps'

/**
 * A plan of 22 tasks in six epics: dependencies over five batches, one task that fails once, two tasks whose conflict is resolved, and four
 * tasks that use one resource one after the other. Merges that wait are verified together. The work of the tasks does not depend on their timing.
 */
function plan(spy: Spy) {
  const work = (key: string) => `sleep 0.3; mkdir -p out; echo ${key} > out/${key}.txt`
  const task = (key: string, epic: string, dependsOn: string[] = [], then = work(key)) => ({
    key,
    epic,
    dependsOn,
    run: spy.command(key, then),
  })
  const shared = (key: string) => ({
    ...task(key, 'shared', [], `${work(key)}; echo ${key} > shared.txt`),
    resolve: spy.command(`resolve-${key}`, 'printf "left\\nright\\n" > shared.txt; git add shared.txt'),
  })
  const fan = (epic: string, from: string) => [1, 2, 3, 4].map((n) => task(`${epic}-${n}`, epic, [from]))
  // The system releases the lock when the agent ends, also when it is killed.
  const lock = join(spy.folder, 'database.lock')
  const alone = (run: string) =>
    `exec 9>${lock}; ! command -v flock || flock -n 9 || echo 1 >> ${join(spy.folder, OVERLAPS)}; ${run}`
  const once = join(spy.folder, 'flaky-has-failed')
  const flaky = `${work('flaky')}; [ -e ${once} ] || { touch ${once}; exit 1; }`
  const tasks = [
    task('root', 'root'),
    task('flaky', 'root', [], flaky),
    shared('left'),
    shared('right'),
    ...fan('fan-a', 'root'),
    ...fan('fan-b', 'left').map((one) => ({ ...one, run: alone(one.run), uses: ['database'] })),
    ...fan('fan-c', 'fan-a-1'),
    ...fan('fan-d', 'fan-c-1'),
    task('end', 'root', ['fan-d-1', 'fan-d-2', 'fan-b-1']),
    task('very-end', 'root', ['end', 'flaky']),
  ]
  return {
    keys: tasks.map(({ key }) => key),
    source: commandPlan(tasks, {
      verify: 'test ! -e broken',
      verifyTogether: 8,
      setup: 'true',
      resources: { database: 1 },
    }),
  }
}

interface Whole {
  startedOnce: boolean
  subscribers?: readonly Promise<RandomSubscriber>[]
}

class Endangered {
  readonly place: Place
  readonly spy = new Spy()
  readonly repository = tempRepository()
  readonly plan = plan(this.spy)
  project = ''
  started = false

  constructor(place: Place) {
    this.place = place
  }

  launch(env: Record<string, string> = {}) {
    return launch(this.place, env)
  }

  /** Starts a server that kills itself at the first of these fail points that it reaches. @returns this point. */
  async dieAtOneOf(points: ReadonlySet<FailPoint>): Promise<FailPoint> {
    const server = await this.launch({ COPPICE_FAIL_AT: [...points].join(',') })
    if (!this.started) await this.start(server).catch(() => {})
    const { signal } = await server.ended
    const output = server.output()
    const point = [...points].find((one) => output.includes(`killed at ${one}\n`))
    expect({ signal, point }, output.slice(-1_500)).toEqual({ signal: 'SIGKILL', point: expect.any(String) })
    return point as FailPoint
  }

  /**
   * Starts the run. If the server is killed before it responds, the test calls this again with the next server. `RunActiveError` then means
   * that the earlier server had stored the run.
   */
  async start(server: Awaited<ReturnType<Endangered['launch']>>): Promise<void> {
    await server.ready()
    const client = new Client(server)
    if (this.project === '') this.project = await client.projectWith(this.plan.source, this.repository)
    const { __typename } = await client.startParallel(this.project, { maxConcurrency: SLOTS })
    this.started = __typename === 'StartParallelSuccess' || __typename === 'RunActiveError'
  }

  /** Starts a server and expects that the run continues to its end, with the same result as without kills. */
  async expectWhole({ startedOnce, subscribers = [] }: Whole): Promise<void> {
    const server = await this.launch()
    try {
      await server.ready()
      const client = new Client(server)
      const runId = await newestRun(client, this.project)
      const events = []
      for await (const event of followProgress(server, runId)) events.push(event)
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
      expect(await client.run(runId)).toMatchObject({ status: 'COMPLETED', completedTasks: this.plan.keys.length })
      await expectAllReceived(server, runId, await Promise.all(subscribers))
    } finally {
      await server.stop()
    }
    this.#expectRepository()
    expect(existsSync(join(this.spy.folder, OVERLAPS)), 'two agents had the same resource').toBe(false)
    if (startedOnce) this.#expectEachOnce()
  }

  #expectRepository(): void {
    const { git } = this.repository
    const merged = git('log', '--format=%(trailers:key=Coppice-Task,valueonly)', 'main').split('\n').filter(Boolean)
    expect(merged.sort()).toEqual([...this.plan.keys].sort())
    const files = git('ls-tree', '-r', '--name-only', 'main').split('\n')
    expect(files).toEqual(expect.arrayContaining(this.plan.keys.map((key) => `out/${key}.txt`)))
    expect(git('show', 'main:shared.txt')).toBe('left\nright')
    expect(git('for-each-ref', 'refs/coppice/slots/', 'refs/coppice/pins/')).toBe('')
    expect(git('status', '--porcelain')).toBe('')
    expect(git('for-each-ref', '--format=%(refname)', 'refs/heads').split('\n').sort()).toEqual([
      'refs/heads/coppice/run-1',
      'refs/heads/main',
    ])
    const leftIn = (folder: string) =>
      readdirSync(join(this.repository.path, '.git', folder)).filter((name) => /\.lock$|^coppice-|\.keep$/.test(name))
    expect(['', 'objects', 'objects/pack'].flatMap(leftIn)).toEqual([])
  }

  /** Expects that no agent was started more often than planned. The agents write each start to a file. */
  #expectEachOnce(): void {
    const starts = Object.fromEntries(this.plan.keys.map((key) => [key, this.spy.starts(key)]))
    expect(starts).toEqual(Object.fromEntries(this.plan.keys.map((key) => [key, key === 'flaky' ? 2 : 1])))
  }
}

/** Follows a run across restarts of the server, because all servers of a place have the same address. */
const followAcrossServers: typeof followProgress = (address, runId, { after = 0 } = {}) =>
  reconnecting((from) => followProgress(address, runId, { after: from }), after)

async function newestRun(client: Client, project: string): Promise<string> {
  const document = 'query($id: ID!) { project(id: $id) { runs(first: 1) { edges { node { id } } } } }'
  const data = await client.graphql.request<{ project: { runs: { edges: { node: { id: string } }[] } } }>(document, {
    id: project,
  })
  return data.project.runs.edges[0]?.node.id ?? ''
}

it('R1: when the server is killed at each fail point in turn, no task is started twice', {
  timeout: PATIENCE_MS,
}, async () => {
  const world = new Endangered(await newPlace())
  for (const left = new Set(POINTS); left.size > 0; ) left.delete(await world.dieAtOneOf(left))
  await world.expectWhole({ startedOnce: true })
})

it('R1, R2: after kill -9 at random moments, of the server alone and of all processes, the run completes, and every subscriber gets every event', {
  timeout: PATIENCE_MS,
}, async () => {
  const world = new Endangered(await newPlace())
  const first = await world.launch()
  await world.start(first)
  const runId = await newestRun(new Client(first), world.project)
  const coming = { upTo: UP_TO, follow: followAcrossServers }
  const subscribers = Array.from({ length: SUBSCRIBERS }, () => subscribeAtRandom(first, runId, coming))
  let server = first
  let moment = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    moment += 1 + Math.floor(Math.random() * LONGEST_LIFE)
    await untilEvent(server, runId, moment)
    if (kill % 2 === 0) await server.killServer()
    else await server.killAll()
    server = await world.launch()
    await server.ready()
  }
  await server.stop('SIGUSR2')
  await world.expectWhole({ startedOnce: false, subscribers })
})
