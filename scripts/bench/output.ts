import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CheckoutServer,
  commandPlan,
  followOutput,
  Gate,
  graphqlClient,
  tempFolder,
  until,
} from '../../packages/testkit/src/index.ts'
import type { Row } from './table.ts'
import { growthOf, startPlan, type WatchedServer, withServer } from './watched-server.ts'

export interface OutputSize {
  agents: number
  linesASecond: number
  seconds: number
  subscribers: number
}

const FULL: OutputSize = { agents: 64, linesASecond: 20_000, seconds: 20, subscribers: 20 }
const WORDS = 'of what an agent says while it works at a task that somebody gave it'
const PATIENCE_MS = 300_000

/** Measures a real server while 64 agents print 20,000 lines a second for 20 subscribers. */
export async function output(size = FULL, shared?: WatchedServer): Promise<Row[]> {
  const gate = new Gate()
  try {
    return await withServer(shared, (watched) => load(watched, gate, size))
  } finally {
    gate.close()
  }
}

const linesAtOnce = ({ linesASecond, agents }: OutputSize) => Math.ceil(linesASecond / agents)

async function load({ server, figures }: WatchedServer, gate: Gate, size: OutputSize): Promise<Row[]> {
  const done = tempFolder('bench')
  const sessions = await talkative(server, gate, done, size)
  const listening = sessions.slice(0, size.subscribers).map((id) => collected(server, id))
  await figures()
  gate.open()
  const received = await Promise.all(listening)
  const late = received.map(({ lastAt }, index) => lastAt - statSync(join(done, String(index))).mtimeMs)
  const seen = await figures()
  const lost = [...received, ...(await inTurn(sessions, (id) => collected(server, id)))].reduce(
    (sum, { lines }) => sum + missing(lines, size),
    0,
  )
  const of = `${size.agents} agents, ${size.linesASecond} lines a second, ${size.subscribers} subscribers`
  return [
    { what: `event loop late, 99th percentile, ms (${of})`, is: seen.p99Ms, limit: 50 },
    { what: `lines lost (${of})`, is: lost, limit: 0 },
    { what: `the largest delay from an agent to a subscriber, s (${of})`, is: Math.max(...late) / 1_000, limit: 2 },
    { what: `memory of the second half ÷ first half (${of})`, is: growthOf(seen.rss), limit: 1.2 },
  ]
}

/**
 * Starts agents that wait at the gate and then print lines. After each burst of lines, an agent touches the file in `done` that has its
 * number.
 * @returns the ids of the agents' sessions in the order of their numbers, when all agents wait
 */
async function talkative(server: CheckoutServer, gate: Gate, done: string, size: OutputSize): Promise<string[]> {
  const tasks = Array.from({ length: size.agents }, (_, index) => ({
    key: `t${index}`,
    epic: 'e',
    run: speech(gate, index, join(done, String(index)), size),
  }))
  const runId = await startPlan(server, commandPlan(tasks), size.agents, 'output')
  return until('all agents', () => waiting(server, runId, size.agents), PATIENCE_MS)
}

/** Returns a command that prints lines in one burst a second, and touches `done` after each burst. Each agent starts at another moment. */
function speech(gate: Gate, index: number, done: string, size: OutputSize): string {
  const atOnce = linesAtOnce(size)
  const burst = `seq -f '%g ${WORDS}' $((printed + 1)) $((printed + ${atOnce})); printed=$((printed + ${atOnce}))`
  return `${gate.wait}; sleep ${index / size.agents}; printed=0; while [ $printed -lt ${atOnce * size.seconds} ]; do ${burst}; : > ${done}; sleep 1; done`
}

async function waiting(server: CheckoutServer, runId: string, agents: number): Promise<string[] | null> {
  const { run } = await graphqlClient(server).request<{
    run: { tasks: { edges: { node: { phase: string | null; sessions: { id: string }[] } }[] } }
  }>('query($id: ID!) { run(id: $id) { tasks(first: 100) { edges { node { phase sessions { id } } } } } }', {
    id: runId,
  })
  const working = run.tasks.edges.filter(({ node }) => node.phase === 'AGENT')
  await sleep(200)
  return working.length === agents ? working.flatMap(({ node }) => node.sessions.map(({ id }) => id)) : null
}

interface Heard {
  lines: string[]
  /** When the last line arrived, in ms. It is measured because the stream ends much later, when the session's work is committed. */
  lastAt: number
}

async function collected(server: CheckoutServer, sessionId: string): Promise<Heard> {
  const heard: Heard = { lines: [], lastAt: 0 }
  for await (const { text } of followOutput(server, sessionId)) {
    heard.lines.push(text)
    heard.lastAt = Date.now()
  }
  return heard
}

/** Returns the number of lines that are missing or in the wrong place. */
function missing(lines: readonly string[], size: OutputSize): number {
  const expected = linesAtOnce(size) * size.seconds
  const wrong = lines.filter((line, index) => line !== `${index + 1} ${WORDS}`).length
  return wrong + Math.abs(expected - lines.length)
}

async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await work(item))
  return results
}
