import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  commandPlan,
  type FollowedLine,
  followOutput,
  followProgress,
  Gate,
  type ProgressEvent,
  reconnecting,
  storedProgress,
  tempRepository,
  until,
} from '@coppice/testkit'
import { expect, it } from 'vitest'
import { Spy } from '../engine/spy.ts'
import { checkout } from './checkout.ts'
import { Client, type RunView } from './client.ts'
import { newPlace, type Place, serve } from './serve.ts'

/** The number of running agents. A long search (COPPICE_KILLS=50) uses the most slots of a run. */
const AGENTS = process.env.COPPICE_KILLS ? 64 : 8
/** The number of further tasks. They start under the next server, when the first agents have ended. */
const LATER = 2
const FOLLOWED = 3
/** The start of a server may be slow on a busy machine. */
const PATIENCE_MS = 600_000
const LINES = ['one', 'two', 'three']

async function handOver({ home }: Place): Promise<string> {
  const env = { ...process.env, COPPICE_HOME: home }
  const child = spawn('bin/coppice', ['handover'], { cwd: checkout, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  child.stderr.on('data', (data) => (output += data))
  const [code] = await once(child, 'close')
  expect(code, output).toBe(0)
  return output
}

async function collected<Item>(items: AsyncIterable<Item>, into: Item[]): Promise<Item[]> {
  for await (const item of items) into.push(item)
  return into
}

const sessionIds = (run: RunView): string[] => run.tasks.edges.flatMap(({ node }) => node.sessions.map(({ id }) => id))
const numbers = (items: readonly { sequence: number }[]) => items.map(({ sequence }) => sequence)
const fromOne = (items: readonly unknown[]) => items.map((_, index) => index + 1)

it(`R5, R2: after a handover with ${AGENTS} running agents, the next server adopts all of them, and subscribers that reconnect miss no event`, {
  timeout: PATIENCE_MS,
}, async () => {
  const place = await newPlace()
  const spy = new Spy()
  const gate = new Gate()
  const repository = tempRepository()
  const keys = Array.from({ length: AGENTS + LATER }, (_, index) => `t${index}`)
  const say = LINES.map((line) => `echo ${line}-before`).join('; ')
  const sayMore = LINES.map((line) => `echo ${line}-after`).join('; ')
  const tasks = keys.map((key) => ({
    key,
    epic: 'x',
    run: spy.command(key, `${say}; ${gate.wait}; ${sayMore}; echo ${key} > ${key}.txt`),
  }))
  const first = await serve(place)
  const client = new Client(first)
  const project = await client.projectWith(commandPlan(tasks), repository)
  const { run } = await client.startParallel(project, { maxConcurrency: AGENTS })
  const runId = run?.id ?? ''
  const started = () => keys.filter((key) => spy.starts(key) > 0).length
  await until(`${AGENTS} agents`, () => started() === AGENTS, PATIENCE_MS)

  const progress: ProgressEvent[] = []
  const followed = sessionIds(await client.run(runId)).slice(0, FOLLOWED)
  const outputs = followed.map((): FollowedLine[] => [])
  const subscribers = [
    collected(
      reconnecting((after) => followProgress(first, runId, { after })),
      progress,
    ),
    ...followed.map((id, index) =>
      collected(
        reconnecting((after) => followOutput(first, id, after)),
        outputs[index] ?? [],
      ),
    ),
  ]
  await until(
    'all output to arrive at the subscribers',
    () => progress.length > 0 && outputs.every((lines) => lines.length > 0),
  )

  expect(await handOver(place)).toContain(`${AGENTS} agents continue`)
  expect(await first.ended).toEqual({ code: 0, signal: null })
  const second = await serve(place)
  gate.open()
  await Promise.all(subscribers)

  const ended = await new Client(second).run(runId)
  expect(ended).toMatchObject({ status: 'COMPLETED', completedTasks: keys.length })
  expect(Object.fromEntries(keys.map((key) => [key, spy.starts(key)]))).toEqual(
    Object.fromEntries(keys.map((key) => [key, 1])),
  )
  expect(spy.mostAtOnce()).toBe(AGENTS)
  expect(progress).toEqual(await storedProgress(second, runId))
  expect(numbers(progress)).toEqual(fromOne(progress))
  const all = await Promise.all(sessionIds(ended).map((id) => collected(followOutput(second, id), [])))
  for (const lines of [...all, ...outputs]) {
    expect(lines.map(({ text }) => text)).toEqual([
      ...LINES.map((l) => `${l}-before`),
      ...LINES.map((l) => `${l}-after`),
    ])
    expect(numbers(lines)).toEqual(fromOne(lines))
  }
  const files = repository.git('ls-tree', '--name-only', 'main').split('\n')
  expect(files).toEqual(expect.arrayContaining(keys.map((key) => `${key}.txt`)))
})
