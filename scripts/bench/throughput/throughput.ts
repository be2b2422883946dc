import { startPostgres } from '../../../packages/persistence/src/testing/postgres-server.ts'
import type { Row } from '../table.ts'
import { coppiceMs } from './coppice.ts'
import { dbosMs, graphileWorkerMs, installPeers, nxMs, wireitMs } from './peers.ts'

const TASKS = 1_000
const SLOTS = 8
const ROUNDS = 3

/**
 * Measures the time per task when the tasks do nothing, and compares Coppice with four other tools. DBOS and graphile-worker store every
 * status in PostgreSQL, as Coppice does. Wireit and nx store nothing. No tool uses git here. Each of the rounds measures every tool once. A
 * ratio compares the medians of these rounds.
 */
export async function throughput(): Promise<Row[]> {
  installPeers()
  const server = await startPostgres({ durable: true })
  let databases = 0
  try {
    return rowsOf(await inTurns(() => server.create(`bench_${++databases}`)))
  } finally {
    server.stop()
  }
}

type Contender = 'pglite' | 'postgres' | 'dbos' | 'graphileWorker' | 'wireit' | 'nx'

async function inTurns(create: () => Promise<string>): Promise<Record<Contender, number>> {
  const contenders: Record<Contender, () => number | Promise<number>> = {
    pglite: () => coppiceMs({ tasks: TASKS, slots: SLOTS }),
    postgres: async () => coppiceMs({ tasks: TASKS, slots: SLOTS, url: await create() }),
    dbos: async () => dbosMs(await create(), TASKS, SLOTS),
    graphileWorker: async () => graphileWorkerMs(await create(), TASKS, SLOTS),
    wireit: () => wireitMs(TASKS, SLOTS),
    nx: () => nxMs(TASKS, SLOTS),
  }
  const taken = new Map<string, number[]>()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, run] of Object.entries(contenders)) taken.set(name, [...(taken.get(name) ?? []), await run()])
  }
  return Object.fromEntries([...taken].map(([name, ms]) => [name, median(ms)])) as Record<Contender, number>
}

function rowsOf(ms: Record<Contender, number>): Row[] {
  const row = (name: string, ours: number, theirs: number, limit: number): Row => ({
    what: `${name}, ${perTask(ours)} ÷ ${perTask(theirs)}`,
    is: ours / theirs,
    limit,
  })
  return [
    row('Coppice on PGlite ÷ DBOS', ms.pglite, ms.dbos, 1),
    row('Coppice on PostgreSQL ÷ DBOS', ms.postgres, ms.dbos, 1),
    row('Coppice on PGlite ÷ graphile-worker', ms.pglite, ms.graphileWorker, 2),
    row('Coppice on PGlite ÷ wireit', ms.pglite, ms.wireit, 1),
    row('Coppice on PGlite ÷ nx run-many', ms.pglite, ms.nx, 0.5),
  ]
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const perTask = (ms: number): string => `${(ms / TASKS).toFixed(1)} ms a task`
