import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { preparedHome } from '@coppice/persistence/testing'
import {
  type CheckoutServer,
  commandPlan,
  followProgress,
  sse,
  startFromCheckout,
  tempFolder,
  tempRepository,
  until,
} from '@coppice/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Spy } from '../engine/spy.ts'
import { checkout } from './checkout.ts'
import { Client } from './client.ts'

/** R1: the test checks the files that the agents write, and git. It does not trust the database of Coppice. */

const LINES = 12
/** An agent that prints lines, and ends when the test has killed the server and `go` exists. */
const talks = (key: string, go: string) =>
  `for i in $(seq ${LINES}); do echo line-$i-of-${key}; sleep 0.2; done; until [ -e ${go} ]; do sleep 0.1; done; mkdir -p out; echo ${key} > out/${key}.txt; git add -A; git commit -qm ${key}`

interface Started {
  server: CheckoutServer
  client: Client
  spy: Spy
  runId: string
  repository: ReturnType<typeof tempRepository>
  /** Lets the agents that print lines end. */
  go: () => void
}

async function startedRun(): Promise<Started> {
  const server = await startFromCheckout({ checkout, home: await preparedHome(tempFolder()) })
  const client = new Client(server)
  const spy = new Spy()
  const go = join(spy.folder, 'go')
  const repository = tempRepository()
  const quick = ['q1', 'q2'].map((key) => ({ key, epic: 'x', run: spy.command(key, `echo ${key} > ${key}.txt`) }))
  const slow = ['a', 'b', 'c'].map((key) => ({
    key,
    epic: 'y',
    dependsOn: ['q1'],
    run: spy.command(key, talks(key, go)),
  }))
  const last = [{ key: 'z', epic: 'z', dependsOn: ['a', 'b'], run: spy.command('z', 'echo z > z.txt') }]
  const project = await client.projectWith(commandPlan([...quick, ...slow, ...last]), repository)
  const { run } = await client.startParallel(project, { maxConcurrency: 3 })
  const runId = run?.id ?? ''
  await until('three agents to print lines', () => ['a', 'b', 'c'].every((key) => spy.starts(key) === 1))
  return { server, client, spy, runId, repository, go: () => writeFileSync(go, '') }
}

async function restarted({ home }: CheckoutServer): Promise<{ server: CheckoutServer; client: Client }> {
  const server = await startFromCheckout({ checkout, home })
  onTestFinished(async () => {
    await server.stop()
  })
  return { server, client: new Client(server) }
}

async function endOf(server: CheckoutServer, runId: string) {
  const events = []
  for await (const event of followProgress(server, runId)) events.push(event)
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
  return events
}

function expectMergedOnce({ repository }: Started): void {
  const log = repository.git('log', '--format=%(trailers:key=Coppice-Task,valueonly)', 'main')
  const merged = log.split('\n').filter(Boolean).sort()
  expect(merged).toEqual(['a', 'b', 'c', 'q1', 'q2', 'z'])
  expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
  expect(repository.git('status', '--porcelain')).toBe('')
}

describe('recovery', () => {
  it('R1: after kill -9 of the server alone, the next server adopts its agents: no agent runs twice, and no line is lost', async () => {
    const started = await startedRun()
    await started.server.killServer()
    started.go()
    const { server, client } = await restarted(started.server)
    await endOf(server, started.runId)
    const run = await client.run(started.runId)
    expect(run).toMatchObject({ status: 'COMPLETED', completedTasks: 6 })
    for (const key of ['q1', 'q2', 'a', 'b', 'c', 'z']) expect(started.spy.starts(key), key).toBe(1)
    for (const { node } of run.tasks.edges.filter((edge) => ['a', 'b', 'c'].includes(edge.node.key))) {
      const lines: { sequence: number; text: string }[] = []
      const document = 'subscription($id: ID!) { sessionOutput(sessionId: $id) { sequence text } }'
      for await (const event of sse<{ sessionOutput: (typeof lines)[0] }>(server, document, {
        id: node.sessions[0]?.id,
      }))
        lines.push(event.sessionOutput)
      const output = lines.map(({ text }) => text).filter((text) => text.startsWith('line-'))
      expect(output).toEqual(Array.from({ length: LINES }, (_, index) => `line-${index + 1}-of-${node.key}`))
      expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => index + 1))
    }
    expectMergedOnce(started)
  })

  it('R1: after kill -9 of all processes, the next server continues the run without repeating completed work', async () => {
    const started = await startedRun()
    await started.server.killAll()
    started.go()
    const { server, client } = await restarted(started.server)
    const events = await endOf(server, started.runId)
    const run = await client.run(started.runId)
    expect(run).toMatchObject({ status: 'COMPLETED', completedTasks: 6 })
    expect(started.spy.starts('q1') + started.spy.starts('q2')).toBe(2)
    const interrupted = run.tasks.edges
      .flatMap(({ node }) => node.sessions)
      .filter(({ status }) => status === 'INTERRUPTED')
    expect(interrupted).toHaveLength(3)
    expect(events.filter(({ __typename }) => __typename === 'TaskMerged')).toHaveLength(6)
    expectMergedOnce(started)
  })

  it('R5: SIGTERM ends the server and its agents, and the next server continues the run', async () => {
    const started = await startedRun()
    await started.server.stop('SIGTERM')
    started.go()
    const { server, client } = await restarted(started.server)
    await endOf(server, started.runId)
    expect(await client.run(started.runId)).toMatchObject({ status: 'COMPLETED', completedTasks: 6 })
    expectMergedOnce(started)
  })
})
