import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { preparedHome } from '@coppice/persistence/testing'
import {
  type CheckoutServer,
  commandPlan,
  freePort,
  Gate,
  graphqlClient,
  type ServerAddress,
  startFromCheckout,
  tempFolder,
  tempRepository,
} from '@coppice/testkit'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { checkout } from './checkout.ts'
import { Client } from './client.ts'
import { newPlace, serve } from './serve.ts'
import { usersPath } from './users-path.ts'

const SCRIPT = join(checkout, 'docs/client/follow-run.mjs')
let server: CheckoutServer

beforeAll(async () => {
  server = await startFromCheckout({ checkout, home: await preparedHome(tempFolder()) })
})
afterAll(async () => {
  await server?.stop()
})

/** Starts the script with the user's own Node, because users need not have the Node version that Coppice uses. */
function follow(url: string, runId: string, token: string) {
  const env = { PATH: usersPath(), COPPICE_TOKEN: token }
  const script = spawn('node', [SCRIPT, url, runId], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void script.kill())
  return script
}

/** Starts a run of one task. The task ends when the gate opens. */
async function heldRun(address: ServerAddress) {
  const gate = new Gate()
  const client = new Client(address)
  const run = `${gate.wait}; echo a > a.txt`
  const project = await client.projectWith(commandPlan([{ key: 'a', epic: 'e', run }]), tempRepository())
  const started = await client.startParallel(project)
  const runId = started.run?.id ?? ''
  onTestFinished(async () => {
    // A failure is ignored, because the test may have ended the server.
    await client.cancel(runId).catch(() => {})
    gate.close()
  })
  return { gate, client, runId }
}

const sequencesIn = (stdout: string): number[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).sequence)

const fromOneTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

async function tokenOf(role: 'VIEWER' | 'OPERATOR') {
  const name = `${role}-${Math.random().toString(36).slice(2, 10)}`
  const { createAccessToken } = await graphqlClient(server).request<{
    createAccessToken: { token: string; accessToken: { id: string } }
  }>(
    `mutation($input: CreateAccessTokenInput!) {
      createAccessToken(input: $input) { ... on CreateAccessTokenSuccess { token accessToken { id } } } }`,
    { input: { name, role } },
  )
  const revoke = () =>
    graphqlClient(server).request(
      'mutation($id: ID!) { revokeAccessToken(input: { accessTokenId: $id }) { __typename } }',
      {
        id: createAccessToken.accessToken.id,
      },
    )
  return { token: createAccessToken.token, revoke }
}

/** Starts a proxy of the server. It responds to the first requests with these statuses, and passes the other requests to the server. */
async function proxy(...statuses: number[]): Promise<string> {
  const { hostname, port } = new URL(server.url)
  const front = createServer((incoming, response) => {
    const status = statuses.shift()
    if (status !== undefined) return response.writeHead(status).end()
    const { method, url, headers } = incoming
    const onward = request({ hostname, port, method, path: url, headers: { ...headers, host: `${hostname}:${port}` } })
    onward.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers)))
    incoming.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(front, 'listening')
  onTestFinished(() => {
    front.close()
    front.closeAllConnections()
  })
  return `http://127.0.0.1:${(front.address() as AddressInfo).port}`
}

async function outcome(script: ReturnType<typeof follow>) {
  const [[exitCode], stdout, stderr] = await Promise.all([
    once(script, 'close'),
    text(script.stdout),
    text(script.stderr),
  ])
  return { exitCode, stdout, stderr }
}

it('R2: the script of the docs prints every event once, also in a repository with unusual file names', async () => {
  const client = new Client(server)
  const repository = tempRepository({ 'a b/ü.txt': 'odd\n', '-x': 'dash\n', '.gitignore': 'ignored\n' })
  const task = (key: string, ...dependsOn: string[]) => ({ key, epic: 'e', dependsOn, run: `echo ${key} > ${key}.txt` })
  const project = await client.projectWith(commandPlan([task('a'), task('b', 'a'), task('c')]), repository)
  const { run } = await client.startParallel(project)
  const { exitCode, stdout } = await outcome(follow(server.url, run?.id ?? '', server.token))
  expect(exitCode).toBe(0)
  const { lastSequence, status } = await client.run(run?.id ?? '')
  expect(status).toBe('COMPLETED')
  expect(sequencesIn(stdout)).toEqual(fromOneTo(lastSequence))
  expect(repository.git('ls-tree', '-r', '--name-only', 'main')).toContain('c.txt')
})

it.each([
  ['a wrong token', btoa('Run:9f6ff4a5-7f36-4f35-8a65-fd0f7c5c5d1b'), 'cop_wrong', 'UNAUTHENTICATED'],
  ['an absent run', btoa('Run:9f6ff4a5-7f36-4f35-8a65-fd0f7c5c5d1b'), null, 'NOT_FOUND'],
  ['a malformed id', 'nonsense', null, 'NOT_FOUND'],
])('for %s, the script stops with a message and exit code 1', async (_, runId, token, code) => {
  const { exitCode, stdout, stderr } = await outcome(follow(server.url, runId, token ?? server.token))
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toMatch(new RegExp(`^${code}: .*\n$`))
})

it('R2: after the server is killed during the stream and started again, the script continues after its last event', async () => {
  const place = await newPlace()
  const first = await serve(place)
  const { gate, client, runId } = await heldRun(first)
  const script = follow(first.url, runId, first.token)
  const ended = outcome(script)
  await once(script.stdout, 'data')
  await first.killServer()
  await once(script.stderr, 'data')
  await serve(place)
  gate.open()

  const { exitCode, stdout, stderr } = await ended
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(/trying again from event [1-9]/) })
  const { lastSequence, status } = await client.run(runId)
  expect(status).toBe('COMPLETED')
  expect(sequencesIn(stdout)).toEqual(fromOneTo(lastSequence))
})

it('the script retries after the statuses 503 and 429, and the token of a viewer is enough', async () => {
  const { gate, client, runId } = await heldRun(server)
  gate.open()
  const { token } = await tokenOf('VIEWER')
  const { exitCode, stdout, stderr } = await outcome(follow(await proxy(503, 429), runId, token))
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: [
      'the server responded with 503 Service Unavailable; trying again from event 1 in 0.25 s\n',
      'the server responded with 429 Too Many Requests; trying again from event 1 in 0.5 s\n',
    ].join(''),
  })
  expect(sequencesIn(stdout)).toEqual(fromOneTo((await client.run(runId)).lastSequence))
})

it('the script stops after the status 403', async () => {
  const { exitCode, stdout, stderr } = await outcome(follow(await proxy(403), 'any', server.token))
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 1, stdout: '', stderr: 'the server responded with 403: \n' })
})

it('the script stops when its token is revoked while it follows', async () => {
  const { runId } = await heldRun(server)
  const { token, revoke } = await tokenOf('OPERATOR')
  const script = follow(server.url, runId, token)
  const ended = outcome(script)
  await once(script.stdout, 'data')
  await revoke()
  const { exitCode, stderr } = await ended
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/UNAUTHENTICATED: .*\n$/) })
})

it('while the server is unreachable, the script retries and says so', async () => {
  const script = follow(`http://127.0.0.1:${await freePort()}`, 'any', 'any')
  const [output] = await once(script.stderr, 'data')
  script.kill()
  expect(String(output)).toMatch(/cannot be reached \(ECONNREFUSED\); trying again from event 1 in 0.25 s/)
  expect((await outcome(script)).stdout).toBe('')
})
