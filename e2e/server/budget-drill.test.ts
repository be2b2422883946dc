import { setTimeout as sleep } from 'node:timers/promises'
import { createPrices, KNOWN_PRICES } from '@coppice/engine'
import { createSimulator, type ScriptInput, type ServedRequest, type Simulator } from '@coppice/messages-simulator'
import { type CheckoutServer, followProgress, killIfAlive, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { livingProcesses } from '../engine/living-processes.ts'
import { Client, recordId } from './client.ts'
import { launch, newPlace, type Place } from './serve.ts'

/** How many sessions want to run at the same time. A long search: COPPICE_SESSIONS=50. */
const SESSIONS = Number(process.env.COPPICE_SESSIONS ?? 8)
/** How often something is killed before the budget is spent. A long search: COPPICE_KILLS=6. */
const KILLS = Number(process.env.COPPICE_KILLS ?? 1)
/** The budget is enough for two of five sessions. */
const SHARE = 0.4
/** A budget can only be kept from the beginning if it is known what a session costs. */
const LEARNED = 5
const MODEL = 'claude-haiku-4-5'
const PATIENCE_MS = 900_000

const writes = (name: string): ScriptInput['steps'][number] => ({
  text: `I write ${name}.`,
  calls: [{ tool: 'bash', input: { command: `echo ${name} > ${name} && git add -A && git commit -qm ${name}` } }],
})
const script = (key: string, files: number): ScriptInput => ({
  steps: [...Array.from({ length: files }, (_, index) => writes(`${key}-${index}`)), { text: 'Done.' }],
})
const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

const planOf = (of: readonly string[]) =>
  JSON.stringify({
    expertise: 'off',
    defaults: { agent: 'anthropic', model: MODEL, maxAttempts: 5 },
    epics: [{ key: 'e', tasks: of.map((key) => ({ key, description: 'Add files', action: `[[script:${key}]]` })) }],
  })

async function serve(place: Place, { url }: Simulator) {
  const server = await launch(place, { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'sk-ant-test-0123456789' })
  onTestFinished(() => server.killAll())
  await server.ready()
  return server
}

const price = createPrices(KNOWN_PRICES).priceAt(MODEL, Date.now())
/** What the simulator charged for a request, in millionths of a dollar. */
const chargeOf = (one: Readonly<ServedRequest>): number => {
  if (price === null) throw new Error(`the price of ${MODEL} is not known`)
  const write = one.cacheWrite5m * (price.cacheWrite ?? 0) + one.cacheWrite1h * (price.cacheWrite1h ?? 0)
  const exact = one.input * price.input + one.output * price.output + one.cacheRead * (price.cacheRead ?? 0) + write
  return Math.round(exact / 1_000_000)
}
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

interface View {
  status: string
  statusReason: string | null
  costUsd: number | null
  tasks: { edges: { node: { sessions: { id: string; status: string }[] } }[] }
}

async function viewOf(server: CheckoutServer, id: string): Promise<View> {
  const document = `query($id: ID!) { run(id: $id) { status statusReason costUsd
    tasks(first: 100) { edges { node { sessions { id status } } } } } }`
  return (await new Client(server).graphql.request<{ run: View }>(document, { id })).run
}

/** Waits until the agents make no more requests. They get the time to spend too much. */
async function untilQuiet({ served }: Simulator): Promise<void> {
  for (let before = -1; before < served.length; ) {
    before = served.length
    await sleep(2_000)
  }
}

it(`M2: ${SESSIONS} sessions and a budget for ${Math.round(SESSIONS * SHARE)}: over ${KILLS} kills they exceed it by at most a request each, the run pauses once, and a raise completes it`, {
  timeout: PATIENCE_MS,
}, async () => {
  const [learned, drilled] = [keys('learned', LEARNED), keys('t', SESSIONS)]
  const scripts = Object.fromEntries([
    ...learned.map((key) => [key, script(key, 2)] as const),
    // The sessions cost more than those from which the estimate was learned. So each of them wants more than its reservation.
    ...drilled.map((key) => [key, script(key, 8)] as const),
  ])
  const simulator = await createSimulator({ scripts, seed: 1 })
  onTestFinished(() => simulator.close())
  const place = await newPlace()
  let server = await serve(place, simulator)
  const project = await new Client(server).projectWith(planOf(learned))
  const first = await new Client(server).startParallel(project, { maxConcurrency: LEARNED })
  for await (const _event of followProgress(server, first.run?.id ?? ''));

  await new Client(server).importPlan(project, planOf([...learned, ...drilled]))
  const requestsOfDrill = () => simulator.served.filter((one) => drilled.includes(one.script ?? ''))
  const spent = () => sum(requestsOfDrill().map(chargeOf))
  // A session costs about this much: its prompt grows with each request.
  const ofSession = sum(simulator.served.map(chargeOf)) / LEARNED
  const budget = Math.round(SESSIONS * SHARE * ofSession * 2)
  const { run } = await new Client(server).startParallel(project, {
    maxConcurrency: SESSIONS,
    budgetUsd: budget / 1_000_000,
  })
  const runId = run?.id ?? ''

  let killedHosts = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const share = (kill + 1) / (KILLS + 1)
    await until('the moment of the kill', () => spent() >= budget * share, PATIENCE_MS)
    const { tasks } = await viewOf(server, runId)
    const running = tasks.edges.flatMap(({ node }) => node.sessions).filter(({ status }) => status === 'RUNNING')
    if (kill % 3 === 2) {
      killedHosts += 1
      const victim = running[kill % Math.max(1, running.length)]
      if (victim) for (const pid of livingProcesses(recordId(victim))) killIfAlive(pid)
      continue
    }
    killedHosts += kill % 3 === 0 ? 0 : running.length
    if (kill % 3 === 0) await server.killServer()
    else await server.killAll()
    await untilQuiet(simulator)
    server = await serve(place, simulator)
  }
  const paused = await until(
    'the pause',
    async () => {
      const view = await viewOf(server, runId)
      const isRunning = view.tasks.edges.some(({ node }) => node.sessions.some(({ status }) => status === 'RUNNING'))
      return view.status === 'RUNNING' || isRunning ? null : view
    },
    PATIENCE_MS,
  )
  expect(paused).toMatchObject({ status: 'PAUSED', statusReason: expect.stringContaining('budget') })
  const pausedAt = spent()
  const dearest = Math.max(...requestsOfDrill().map(chargeOf))
  // A host that is killed does not report the request that is in flight.
  expect(spent()).toBeLessThanOrEqual(budget + (SESSIONS + killedHosts) * dearest)

  await new Client(server).graphql.request(
    'mutation($input: SetBudgetInput!) { setBudget(input: $input) { __typename ... on Error { message } } }',
    { input: { runId, budgetUsd: 100 } },
  )
  let pauses = 0
  for await (const { __typename, runStatus } of followProgress(server, runId))
    if (__typename === 'RunStatusChanged' && runStatus === 'PAUSED') pauses += 1
  expect(pauses).toBe(1)
  const view = await viewOf(server, runId)
  expect(view.status).toBe('COMPLETED')
  const counted = Math.round((view.costUsd ?? 0) * 1_000_000)
  expect(counted).toBeLessThanOrEqual(spent())
  expect(counted).toBeGreaterThanOrEqual(spent() - killedHosts * dearest)
  if (process.env.COPPICE_SESSIONS)
    console.log({ budget, pausedAt, dearest, killedHosts, requests: requestsOfDrill().length, total: spent(), counted })
})
