import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  type CheckoutServer,
  commandPlan,
  followOutput,
  Gate,
  graphqlClient,
  launchFromCheckout,
  tempFolder,
  tempRepository,
  until,
} from '../../packages/testkit/src/index.ts'
import type { Row } from './table.ts'

const AGENTS = 64
const LINES_A_SECOND = 20_000
const SECONDS = 20
const SUBSCRIBERS = 20
const LINES_AT_ONCE = Math.ceil(LINES_A_SECOND / AGENTS)
const WORDS = 'of what an agent says while it works at a task that somebody gave it'
const PATIENCE_MS = 300_000

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const WATCH = new URL('./watch-loop.mjs', import.meta.url).href

/** Measures a real server while 64 agents print 20,000 lines a second for 20 subscribers. */
export async function output(): Promise<Row[]> {
  const report = join(tempFolder('bench'), 'loop.jsonl')
  const server = await launchFromCheckout({
    checkout: CHECKOUT,
    command: ['bin/coppice', 'serve', '--no-console'],
    env: { NODE_OPTIONS: `--import=${WATCH}`, COPPICE_BENCH_LOOP: report },
  })
  try {
    await server.ready()
    return await load(server, report)
  } finally {
    await server.killAll()
  }
}

async function load(server: CheckoutServer, report: string): Promise<Row[]> {
  const gate = new Gate()
  const done = tempFolder('bench')
  const sessions = await talkative(server, gate, done)
  const listening = sessions.slice(0, SUBSCRIBERS).map((id) => collected(server, id))
  const [{ pid }] = readReport(report) as [{ pid: number }]
  process.kill(pid, 'SIGCONT')
  gate.open()
  const received = await Promise.all(listening)
  const late = received.map(({ lastAt }, index) => lastAt - statSync(join(done, String(index))).mtimeMs)
  process.kill(pid, 'SIGCONT')
  const seen = await until('the report', () => readReport(report)[2] as Seen | undefined)
  const lost = [...received, ...(await inTurn(sessions, (id) => collected(server, id)))].reduce(
    (sum, { lines }) => sum + missing(lines),
    0,
  )
  const of = `${AGENTS} agents, ${LINES_A_SECOND} lines a second, ${SUBSCRIBERS} subscribers`
  return [
    { what: `event loop late, 99th percentile, ms (${of})`, is: seen.p99Ms, limit: 50 },
    { what: `lines lost (${of})`, is: lost, limit: 0 },
    { what: `the largest delay from an agent to a subscriber, s (${of})`, is: Math.max(...late) / 1_000, limit: 2 },
    { what: `memory of the second half ÷ first half (${of})`, is: growthOf(seen.rss), limit: 1.2 },
  ]
}

interface Seen {
  p50Ms: number
  p99Ms: number
  maxMs: number
  /** In bytes. */
  rss: number[]
}

const readReport = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/**
 * Starts agents that wait at the gate and then print lines. After each burst of lines, an agent touches the file in `done` that has its
 * number.
 * @returns the ids of the agents' sessions in the order of their numbers, when all agents wait
 */
async function talkative(server: CheckoutServer, gate: Gate, done: string): Promise<string[]> {
  const tasks = Array.from({ length: AGENTS }, (_, index) => ({
    key: `t${index}`,
    epic: 'e',
    run: speech(gate, index, join(done, String(index))),
  }))
  const repository = tempRepository()
  const { request } = graphqlClient(server)
  const { createProject } = await request<{ createProject: { project: { id: string } } }>(
    'mutation($input: CreateProjectInput!) { createProject(input: $input) { ... on CreateProjectSuccess { project { id } } } }',
    { input: { name: 'bench', repositoryPath: repository.path, baseBranch: 'main' } },
  )
  const projectId = createProject.project.id
  await request('mutation($input: ImportPlanInput!) { importPlan(input: $input) { __typename } }', {
    input: { projectId, source: JSON.stringify(commandPlan(tasks)) },
  })
  const { startParallel } = await request<{ startParallel: { run: { id: string } } }>(
    'mutation($input: StartParallelInput!) { startParallel(input: $input) { ... on StartParallelSuccess { run { id } } } }',
    { input: { projectId, maxConcurrency: AGENTS } },
  )
  return until('all agents', () => waiting(server, startParallel.run.id), PATIENCE_MS)
}

/** Returns a command that prints lines in one burst a second, and touches `done` after each burst. Each agent starts at another moment. */
function speech(gate: Gate, index: number, done: string): string {
  const burst = `seq -f '%g ${WORDS}' $((printed + 1)) $((printed + ${LINES_AT_ONCE})); printed=$((printed + ${LINES_AT_ONCE}))`
  return `${gate.wait}; sleep ${index / AGENTS}; printed=0; while [ $printed -lt ${LINES_AT_ONCE * SECONDS} ]; do ${burst}; : > ${done}; sleep 1; done`
}

async function waiting(server: CheckoutServer, runId: string): Promise<string[] | null> {
  const { run } = await graphqlClient(server).request<{
    run: { tasks: { edges: { node: { phase: string | null; sessions: { id: string }[] } }[] } }
  }>('query($id: ID!) { run(id: $id) { tasks(first: 100) { edges { node { phase sessions { id } } } } } }', {
    id: runId,
  })
  const working = run.tasks.edges.filter(({ node }) => node.phase === 'AGENT')
  await sleep(200)
  return working.length === AGENTS ? working.flatMap(({ node }) => node.sessions.map(({ id }) => id)) : null
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
function missing(lines: readonly string[]): number {
  const expected = LINES_AT_ONCE * SECONDS
  const wrong = lines.filter((line, index) => line !== `${index + 1} ${WORDS}`).length
  return wrong + Math.abs(expected - lines.length)
}

async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await work(item))
  return results
}

function growthOf(rss: readonly number[]): number {
  const half = Math.floor(rss.length / 2)
  return Math.max(...rss.slice(half)) / Math.max(...rss.slice(0, half))
}
