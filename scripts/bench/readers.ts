import {
  type CheckoutServer,
  commandPlan,
  graphqlClient,
  type RawSocket,
  rawSocket,
  sse,
  tempRepository,
} from '../../packages/testkit/src/index.ts'
import type { Row } from './table.ts'
import { type WatchedServer, withServer } from './watched-server.ts'
export interface ReadersSize {
  tasks: number
  /** The number of subscriptions of a client that does not read them. */
  greedy: number
  /** The number of connections over which these subscriptions run. */
  sockets: number
  rounds: number
}

const FULL: ReadersSize = { tasks: 400, greedy: 500, sockets: 25, rounds: 5 }

const PROGRESS = `subscription P($runId: ID!) { progress(runId: $runId) { sequence
  ... on TaskFinished { taskKey taskStatus task { key status } } } }`

/** Measures how much slower a reader of a run becomes when the client of another token opens 500 subscriptions and reads none of them. */
export const readers = (size = FULL, shared?: WatchedServer): Promise<Row[]> =>
  withServer(shared, ({ server }) => measured(server, size))

async function measured(server: CheckoutServer, size: ReadersSize): Promise<Row[]> {
  const { greedy: subscriptions, rounds } = size
  const runId = await finishedRun(server, size)
  await read(server, runId)
  const alone: number[] = []
  const beside: number[] = []
  const queries: number[] = []
  for (let round = 0; round < rounds; round++) {
    alone.push(await read(server, runId))
    const greedy = await askWithoutReading(server, runId, size)
    beside.push(await read(server, runId))
    queries.push(await timed(() => graphqlClient(server).request('{ projects { totalCount } }')))
    for (const { socket } of greedy) socket.terminate()
  }
  return [
    {
      what: `time of a reader beside ${subscriptions} subscriptions that do not read ÷ alone`,
      is: median(beside) / median(alone),
      limit: 1.5,
    },
    { what: `a query beside ${subscriptions} subscriptions that do not read, ms`, is: median(queries), limit: 250 },
  ]
}

/** Creates a run with many events: each of its tasks fails before it begins. */
async function finishedRun(server: CheckoutServer, size: ReadersSize): Promise<string> {
  const { request } = graphqlClient(server)
  const { path } = tempRepository()
  const created = await request<{ createProject: { project: { id: string } } }>(
    'mutation($path: String!) { createProject(input: { name: "read", repositoryPath: $path }) { ... on CreateProjectSuccess { project { id } } } }',
    { path },
  )
  const projectId = created.createProject.project.id
  const first = { key: 'first', epic: 'x', run: 'exit 1' }
  const tasks = Array.from({ length: size.tasks }, (_, i) => ({
    key: `t${i}`,
    epic: 'x',
    run: 'true',
    dependsOn: ['first'],
  }))
  const source = JSON.stringify(commandPlan([first, ...tasks], { defaults: { maxAttempts: 1 } }))
  await request(
    'mutation($projectId: ID!, $source: String!) { importPlan(input: { projectId: $projectId, source: $source }) { __typename } }',
    { projectId, source },
  )
  const started = await request<{ startParallel: { run: { id: string } } }>(
    'mutation($projectId: ID!) { startParallel(input: { projectId: $projectId }) { ... on StartParallelSuccess { run { id } } } }',
    { projectId },
  )
  const runId = started.startParallel.run.id
  for await (const _ of sse(server, PROGRESS, { runId }));
  return runId
}

const read = (server: CheckoutServer, runId: string): Promise<number> =>
  timed(async () => {
    for await (const _ of sse(server, PROGRESS, { runId }));
  })

async function askWithoutReading(
  server: CheckoutServer,
  runId: string,
  { greedy, sockets }: ReadersSize,
): Promise<RawSocket[]> {
  const token = await tokenOf(server)
  return Promise.all(
    Array.from({ length: sockets }, async (_, index) => {
      const socket = await rawSocket(server.url)
      socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
      await socket.waitFor(({ type }) => type === 'connection_ack')
      const ids = Array.from({ length: greedy / sockets }, (_, id) => `${index}-${id}`)
      for (const id of ids) socket.send({ type: 'subscribe', id, payload: { query: PROGRESS, variables: { runId } } })
      for (const id of ids) await socket.waitFor((message) => message.id === id)
      socket.socket.pause()
      return socket
    }),
  )
}

async function tokenOf(server: CheckoutServer): Promise<string> {
  const { createAccessToken } = await graphqlClient(server).request<{ createAccessToken: { token: string } }>(
    'mutation($name: String!) { createAccessToken(input: { name: $name, role: VIEWER }) { ... on CreateAccessTokenSuccess { token } } }',
    { name: crypto.randomUUID() },
  )
  return createAccessToken.token
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
