import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type CheckoutServer,
  graphqlClient,
  launchFromCheckout,
  tempFolder,
  tempRepository,
  until,
} from '../../packages/testkit/src/index.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const WATCH = new URL('./watch-loop.mjs', import.meta.url).href

/** The figures of a server for a time: how late its event loop was, and its memory in bytes. */
export interface Seen {
  p50Ms: number
  p99Ms: number
  maxMs: number
  rss: number[]
}

/** A server that measures itself. */
export interface WatchedServer {
  server: CheckoutServer
  /** Resolves with the figures since the last call, or since the start. */
  figures(): Promise<Seen>
}

/** Calls `use` with a server that measures itself: the one that several benches share, or a new one for this bench. */
export async function withServer<T>(
  shared: WatchedServer | undefined,
  use: (watched: WatchedServer) => Promise<T>,
): Promise<T> {
  if (shared) return use(shared)
  const own = await watchedServer()
  try {
    return await use(own)
  } finally {
    await own.server.killAll()
  }
}

/** Starts a server without the console that measures itself, and waits until it accepts work. */
export async function watchedServer(): Promise<WatchedServer> {
  const report = join(tempFolder('bench'), 'loop.jsonl')
  const server = await launchFromCheckout({
    checkout: CHECKOUT,
    command: ['bin/coppice', 'serve', '--no-console'],
    env: { ANTHROPIC_API_KEY: 'sk-ant-bench', NODE_OPTIONS: `--import=${WATCH}`, COPPICE_BENCH_LOOP: report },
  })
  await server.ready()
  const lines = () => readReport(report)
  /** Each signal makes the server write a line with the figures since the last one. */
  const figures = async () => {
    const before = lines().length
    process.kill((lines()[0] as { pid: number }).pid, 'SIGCONT')
    return (await until('the report', () => lines()[before])) as Seen
  }
  return { server, figures }
}

/** Returns how much larger the memory was in the second half of a measurement than in the first half. */
export function growthOf(rss: readonly number[]): number {
  const half = Math.floor(rss.length / 2)
  return Math.max(...rss.slice(half)) / Math.max(...rss.slice(0, half))
}

const readReport = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/** Creates a project with a plan in a new repository, and starts its run. @returns the id of the run */
export async function startPlan(
  server: CheckoutServer,
  plan: object,
  maxConcurrency: number,
  name = 'bench',
): Promise<string> {
  const { request } = graphqlClient(server)
  const { createProject } = await request<{ createProject: { project: { id: string } } }>(
    'mutation($input: CreateProjectInput!) { createProject(input: $input) { ... on CreateProjectSuccess { project { id } } } }',
    { input: { name, repositoryPath: tempRepository().path, baseBranch: 'main' } },
  )
  const projectId = createProject.project.id
  await request('mutation($input: ImportPlanInput!) { importPlan(input: $input) { __typename } }', {
    input: { projectId, source: JSON.stringify(plan) },
  })
  const { startParallel } = await request<{ startParallel: { run: { id: string } } }>(
    'mutation($input: StartParallelInput!) { startParallel(input: $input) { ... on StartParallelSuccess { run { id } } } }',
    { input: { projectId, maxConcurrency } },
  )
  return startParallel.run.id
}
