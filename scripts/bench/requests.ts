import { setTimeout as sleep } from 'node:timers/promises'
import { type CheckoutServer, Gate, graphqlClient, until } from '../../packages/testkit/src/index.ts'
import type { Row } from './table.ts'
import { startPlan, type WatchedServer, withServer } from './watched-server.ts'

export interface RequestsSize {
  agents: number
  /** How many requests each agent reports in a second. */
  aSecond: number
  seconds: number
}

const FULL: RequestsSize = { agents: 64, aSecond: 10, seconds: 20 }
const PATIENCE_MS = 600_000

/** Measures a real server while 64 agents report ten requests to a model each second. Each becomes a row of the ledger. */
export async function requests(size = FULL, shared?: WatchedServer): Promise<Row[]> {
  const gate = new Gate()
  try {
    return await withServer(shared, (watched) => load(watched, gate, size))
  } finally {
    gate.close()
  }
}

async function load({ server, figures }: WatchedServer, gate: Gate, size: RequestsSize): Promise<Row[]> {
  const { agents, aSecond, seconds } = size
  const keys = Array.from({ length: agents }, (_, index) => `t${index}`)
  const tasks = keys.map((key, index) => ({ key, description: key, run: reporting(gate, key, index, size) }))
  const defaults = { agent: 'command', output: 'claude-stream-json', maxAttempts: 1 }
  const runId = await startPlan(server, { defaults, epics: [{ key: 'e', tasks }] }, agents, 'requests')
  await until('all agents', () => areWaiting(server, runId, agents), PATIENCE_MS)
  await figures()
  gate.open()
  const stored = await until('all requests', () => allStored(server, runId), PATIENCE_MS)
  const { p99Ms } = await figures()
  const of = `${agents} agents, ${aSecond} requests a second each`
  return [
    { what: `event loop late, 99th percentile, ms (${of})`, is: p99Ms, limit: 50 },
    { what: `requests lost or counted twice (${of})`, is: Math.abs(agents * aSecond * seconds - stored), limit: 0 },
  ]
}

/** Returns a command that reports ten conversations with one request each, in one burst a second. Each agent starts at another moment. */
function reporting(gate: Gate, key: string, index: number, { agents, aSecond, seconds }: RequestsSize): string {
  const usage = { inputTokens: 100, outputTokens: 10, cacheReadInputTokens: 5, costUSD: 0.001 }
  const line = { type: 'result', session_id: `${key}-%g`, is_error: false, modelUsage: { 'claude-haiku-4-5': usage } }
  const burst = `seq -f '${JSON.stringify(line)}' $((n + 1)) $((n + ${aSecond})); n=$((n + ${aSecond}))`
  const all = aSecond * seconds
  const work = `echo ${key} > ${key}.txt; git add -A; git commit -qm ${key}`
  return `${gate.wait}; sleep ${index / agents}; n=0; while [ $n -lt ${all} ]; do ${burst}; sleep 1; done; ${work}`
}

async function areWaiting(server: CheckoutServer, runId: string, agents: number): Promise<boolean> {
  const { run } = await graphqlClient(server).request<{
    run: { tasks: { edges: { node: { phase: string | null } }[] } }
  }>('query($id: ID!) { run(id: $id) { tasks(first: 100) { edges { node { phase } } } } }', { id: runId })
  await sleep(200)
  return run.tasks.edges.filter(({ node }) => node.phase === 'AGENT').length === agents
}

/** @returns the number of requests in the ledger when the run has ended, or null before that */
async function allStored(server: CheckoutServer, runId: string): Promise<number | null> {
  const { run } = await graphqlClient(server).request<{
    run: { status: string; costs: { requests: number }[] }
  }>('query($id: ID!) { run(id: $id) { status costs(by: MODEL) { requests } } }', { id: runId })
  await sleep(500)
  return run.status === 'RUNNING' ? null : run.costs.reduce((sum, { requests: count }) => sum + count, 0)
}
