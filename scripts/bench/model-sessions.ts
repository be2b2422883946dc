import { setTimeout as sleep } from 'node:timers/promises'
import { createSimulator, type ScriptInput, type Simulator } from '../../packages/messages-simulator/src/index.ts'
import { type CheckoutServer, Gate, graphqlClient, until } from '../../packages/testkit/src/index.ts'
import type { Row } from './table.ts'
import { growthOf, startPlan, type WatchedServer, withServer } from './watched-server.ts'

export interface ModelSessionsSize {
  /** How many sessions stream at once. A run has at most 64 slots, so two runs are active. */
  sessions: number
  /** How long each session streams one reply, in seconds. */
  seconds: number
  /** How many sessions start one after the other, in the same slot, to measure how long that takes. */
  starts: number
}

/** COPPICE_BENCH_SECONDS=600 shows whether the memory stays flat over ten minutes. */
const FULL: ModelSessionsSize = { sessions: 100, seconds: Number(process.env.COPPICE_BENCH_SECONDS ?? 30), starts: 7 }
const RUNS = 2
const TOKENS_A_SECOND = 50
const PATIENCE_MS = 900_000

/** Measures a real server with agents of the kind `anthropic`, whose model is simulated. */
export async function modelSessions(size = FULL, shared?: WatchedServer): Promise<Row[]> {
  const gate = new Gate()
  const simulator = await createSimulator({ scripts: scriptsOf(gate, size) })
  try {
    return await withServer(shared, async (watched) => {
      const idle = (await watched.figures()).rss.at(-1) ?? Number.NaN
      const rows = await starts(watched, simulator, size)
      return [...rows, ...(await streams(watched, simulator, gate, size, idle))]
    })
  } finally {
    gate.close()
    await simulator.close()
  }
}

const commit = (key: string) => ({
  calls: [{ tool: 'bash', input: { command: `echo ${key} > ${key}; git add -A; git commit -qm ${key}` } }],
})

function scriptsOf(gate: Gate, { sessions, seconds, starts: begun }: ModelSessionsSize): Record<string, ScriptInput> {
  const long = 'What an agent says while it works at a task. '.repeat((seconds * TOKENS_A_SECOND * 4) / 45)
  const pace = { tokensPerSecond: TOKENS_A_SECOND }
  const streaming = keysOf('s', sessions).map((key): [string, ScriptInput] => [
    key,
    {
      steps: [
        { calls: [{ tool: 'bash', input: { command: gate.wait } }] },
        { text: long, ...commit(key), pace },
        { text: 'Done.' },
      ],
    },
  ])
  const starting = keysOf('a', begun).map((key): [string, ScriptInput] => [
    key,
    { steps: [commit(key), { text: 'Done.' }] },
  ])
  return Object.fromEntries([...streaming, ...starting])
}

const keysOf = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

const planOf = (keys: readonly string[], baseUrl: string) => ({
  expertise: 'off',
  defaults: { agent: 'anthropic', model: 'claude-haiku-4-5', maxAttempts: 1, baseUrl },
  epics: [{ key: 'e', tasks: keys.map((key) => ({ key, description: key, action: `[[script:${key}]]` })) }],
})

/** Measures the time from the start of a session, when its slot is taken, to its first request at the API. */
async function starts(
  { server }: WatchedServer,
  { served, url }: Simulator,
  { starts: count }: ModelSessionsSize,
): Promise<Row[]> {
  const runId = await startPlan(server, planOf(keysOf('a', count), url), 1, 'starts')
  await until('the end of the run', () => hasEnded(server, runId), PATIENCE_MS)
  const { run } = await graphqlClient(server).request<{
    run: { tasks: { edges: { node: { key: string; sessions: { startedAt: string }[] } }[] } }
  }>('query($id: ID!) { run(id: $id) { tasks { edges { node { key sessions { startedAt } } } } } }', { id: runId })
  const times = run.tasks.edges.map(({ node }) => {
    const first = served.find(({ script }) => script === node.key)?.at ?? Number.NaN
    return first - Date.parse(node.sessions[0]?.startedAt ?? '')
  })
  const median = times.toSorted((one, other) => one - other)[Math.floor(count / 2)] ?? Number.NaN
  return [{ what: 'from a free slot to the first request at the API, ms', is: median, limit: 400 }]
}

async function streams(
  { server, figures }: WatchedServer,
  { served, url }: Simulator,
  gate: Gate,
  { sessions, seconds }: ModelSessionsSize,
  idle: number,
): Promise<Row[]> {
  const keys = keysOf('s', sessions)
  const each = Math.ceil(sessions / RUNS)
  const runs: string[] = []
  for (let run = 0; run < RUNS; run += 1)
    runs.push(await startPlan(server, planOf(keys.slice(run * each, (run + 1) * each), url), each, `streams-${run}`))
  const turns = (turn: number) => served.filter((one) => one.turn === turn && one.script?.startsWith('s'))
  await until(
    'all agents',
    () => turns(1).filter(({ outcome }) => outcome === 'complete').length === sessions,
    PATIENCE_MS,
  )
  await figures()
  gate.open()
  await until('all streams', () => turns(2).length === sessions, PATIENCE_MS)
  await until('the ends of the streams', () => turns(2).every(({ outcome }) => outcome !== 'open'), PATIENCE_MS)
  const { p99Ms, rss } = await figures()
  await until(
    'the ends of the runs',
    async () => (await Promise.all(runs.map((id) => hasEnded(server, id)))).every(Boolean),
    PATIENCE_MS,
  )
  const told = served.filter(({ script }) => script?.startsWith('s')).reduce((sum, { output }) => sum + output, 0)
  const counted = (await Promise.all(runs.map((id) => outputTokens(server, id)))).reduce((sum, one) => sum + one, 0)
  const of = `${sessions} sessions that stream for ${seconds} s`
  return [
    { what: `event loop late, 99th percentile, ms (${of})`, is: p99Ms, limit: 100 },
    { what: `MB over idle (${of})`, is: Math.round((Math.max(...rss) - idle) / 1024 / 1024), limit: 1_000 },
    { what: `memory of the second half ÷ first half (${of})`, is: growthOf(rss), limit: 1.2 },
    { what: `output tokens lost or counted twice (${of})`, is: Math.abs(told - counted), limit: 0 },
  ]
}

const hasEnded = async (server: CheckoutServer, id: string): Promise<boolean> => {
  const { run } = await graphqlClient(server).request<{ run: { status: string } }>(
    'query($id: ID!) { run(id: $id) { status } }',
    { id },
  )
  await sleep(200)
  return run.status !== 'RUNNING'
}

async function outputTokens(server: CheckoutServer, id: string): Promise<number> {
  const { run } = await graphqlClient(server).request<{ run: { costs: { outputTokens: number }[] } }>(
    'query($id: ID!) { run(id: $id) { costs(by: MODEL) { outputTokens } } }',
    { id },
  )
  return run.costs.reduce((sum, one) => sum + one.outputTokens, 0)
}
