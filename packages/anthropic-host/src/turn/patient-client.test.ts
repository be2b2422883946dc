import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { patientClient } from './patient-client.ts'

const LIMIT_MS = 50
/** The timers of undici are up to 1 s late, and later on a busy machine. */
const SILENCE_MS = 6_000

type Agent = { dispatch(options: object, handler: object): boolean }
const NAMES = ['undici.globalDispatcher.2', 'undici.globalDispatcher.1'].map((name) => Symbol.for(name))

/** Gives `fetch` limits of 50 ms instead of 300 s. @returns the dispatcher that all requests use */
async function givenShortLimits(): Promise<Agent> {
  await fetch('data:,')
  const known = globalThis as unknown as Record<symbol, Agent>
  const before = NAMES.map((name) => [name, known[name] as Agent] as const)
  const Agents = before[0]?.[1].constructor as new (options: object) => Agent
  const agent = new Agents({ headersTimeout: LIMIT_MS, bodyTimeout: LIMIT_MS })
  for (const name of NAMES) known[name] = agent
  onTestFinished(() => {
    for (const [name, one] of before) known[name] = one
  })
  return agent
}

/** Starts a server that says nothing for a time before the headers, and again before the body. */
async function givenSlowServer(): Promise<string> {
  const server = createServer(async (_, response) => {
    await pause(SILENCE_MS)
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()
    await pause(SILENCE_MS)
    response.end(JSON.stringify({ id: 'm' }))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function givenClient(baseURL: string, stallMs: number) {
  vi.stubEnv('ANTHROPIC_API_KEY', 'k')
  vi.stubEnv('ANTHROPIC_BASE_URL', baseURL)
  onTestFinished(() => void vi.unstubAllEnvs())
  return patientClient(fetch, stallMs)
}

it('S6: a server that is silent for longer than fetch waits is not given up, and the dispatcher of Node makes the request', async () => {
  const agent = await givenShortLimits()
  const dispatch = vi.spyOn(agent, 'dispatch')
  const baseURL = await givenSlowServer()
  await expect(fetch(baseURL)).rejects.toThrow('fetch failed')
  const client = givenClient(baseURL, 60_000)
  const message = await client.beta.messages.create({ model: 'x', max_tokens: 9, messages: [] })
  expect(message).toMatchObject({ id: 'm' })
  const untimed = expect.objectContaining({ headersTimeout: 0, bodyTimeout: 0 })
  expect(dispatch).toHaveBeenLastCalledWith(untimed, expect.anything())
})

it('S6: the SDK waits for as long as an attempt may be silent, so the watch of half of this time ends a request', () => {
  expect(givenClient('http://127.0.0.1:1', 1_800_000).timeout).toBe(1_800_000)
})
