import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { preparedHome } from '@coppice/persistence/testing'
import {
  type CheckoutServer,
  commandPlan,
  freePort,
  startFromCheckout,
  tempFolder,
  tempRepository,
} from '@coppice/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkout } from './checkout.ts'
import { Client } from './client.ts'

const SCRIPT = join(checkout, 'docs/client/follow-run.mjs')
let server: CheckoutServer

beforeAll(async () => {
  server = await startFromCheckout({ checkout, home: await preparedHome(tempFolder()) })
})
afterAll(async () => {
  await server?.stop()
})

function follow(url: string, runId: string, token: string) {
  const env = { PATH: process.env.PATH ?? '', COPPICE_TOKEN: token }
  return spawn(process.execPath, [SCRIPT, url, runId], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function outcome(script: ReturnType<typeof follow>) {
  const [[exitCode], stdout, stderr] = await Promise.all([
    once(script, 'close'),
    text(script.stdout),
    text(script.stderr),
  ])
  return { exitCode, stdout, stderr }
}

it('R2: the script of the docs has every event once, over a strange repository', async () => {
  const client = new Client(server)
  const repository = tempRepository({ 'a b/ü.txt': 'odd\n', '-x': 'dash\n', '.gitignore': 'ignored\n' })
  const task = (key: string, ...dependsOn: string[]) => ({ key, epic: 'e', dependsOn, run: `echo ${key} > ${key}.txt` })
  const project = await client.projectWith(commandPlan([task('a'), task('b', 'a'), task('c')]), repository)
  const { run } = await client.startParallel(project)
  const { exitCode, stdout } = await outcome(follow(server.url, run?.id ?? '', server.token))
  expect(exitCode).toBe(0)
  const sequences = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).sequence)
  const { lastSequence, status } = await client.run(run?.id ?? '')
  expect(status).toBe('COMPLETED')
  expect(sequences).toEqual(Array.from({ length: lastSequence }, (_, index) => index + 1))
  expect(repository.git('ls-tree', '-r', '--name-only', 'main')).toContain('c.txt')
})

it.each([
  ['a wrong token', btoa('Run:9f6ff4a5-7f36-4f35-8a65-fd0f7c5c5d1b'), 'cop_wrong', 'UNAUTHENTICATED'],
  ['a run that there is not', btoa('Run:9f6ff4a5-7f36-4f35-8a65-fd0f7c5c5d1b'), null, 'NOT_FOUND'],
  ['what is no id', 'nonsense', null, 'NOT_FOUND'],
])('the script stops at %s, with a message and exit code 1', async (_, runId, token, code) => {
  const { exitCode, stdout, stderr } = await outcome(follow(server.url, runId, token ?? server.token))
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toMatch(new RegExp(`^${code}: .*\n$`))
})

it('the script waits for a server that cannot be reached, and says so', async () => {
  const script = follow(`http://127.0.0.1:${await freePort()}`, 'any', 'any')
  const [said] = await once(script.stderr, 'data')
  script.kill()
  expect(String(said)).toMatch(/cannot be reached \(ECONNREFUSED\); trying again from event 1 in 0.25 s/)
  expect((await outcome(script)).stdout).toBe('')
})
