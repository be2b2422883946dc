import { createRequire } from 'node:module'
import { createApiServer } from '../../apps/api/src/create-server.ts'
import { fakeEngine } from '../../apps/api/src/fixtures/fake-engine.ts'
import { logLines } from '../../apps/api/src/fixtures/log-lines.ts'
import { globalId } from '../../apps/api/src/schema/ids.ts'
import { type ApiClient, createApiClient } from '../../apps/cli/src/client/api-client.ts'
import { DIMENSIONS } from '../../apps/cli/src/cost/cost-options.ts'
import { OF_PROJECT, OF_RUN, REQUESTS } from '../../apps/cli/src/cost/read-costs.ts'
import { RUN_COSTS } from '../../apps/web/src/run/cost/cost-documents.ts'
import {
  fillLedger,
  openTestDatabase,
  TEST_DATABASES,
  type TestDatabase,
  type TestDatabaseKind,
} from '../../packages/persistence/src/testing/index.ts'
import type { Row } from './table.ts'

// The scripts have no packages of their own.
const { print } = createRequire(new URL('../../apps/web/package.json', import.meta.url))('graphql') as {
  print(document: object): string
}

/** One run has most of the 1,000,000 requests, so that the pages of a run are measured as well as those of a project. */
const SIZE = { tasks: [9_000, ...Array<number>(10).fill(100)], sessionsPerTask: 2, requestsPerSession: 50 }
const ROUNDS = 25
const LIMIT_MS = 200

/** Measures each page of costs that the API serves, for a project with 1,000,000 requests. */
export async function ledger(): Promise<Row[]> {
  const rows: Row[] = []
  for (const kind of TEST_DATABASES) {
    const database = await openTestDatabase(kind)
    try {
      rows.push(...(await measured(kind, database)))
    } finally {
      await database.close()
    }
  }
  return rows
}

async function measured(kind: TestDatabaseKind, database: TestDatabase): Promise<Row[]> {
  const { projectId, runIds } = await fillLedger(database, SIZE)
  const [run, project] = [globalId('Run', runIds[0] ?? ''), globalId('Project', projectId)]
  const token = 'admin-token-of-the-bench'
  const { prisma, store } = database
  const place = { host: '127.0.0.1', port: 0, adminToken: token }
  const server = await createApiServer({ engine: fakeEngine(), prisma, store, log: logLines().log, ...place })
  const api = createApiClient({ url: server.url, token })
  try {
    const rows: Row[] = []
    for (const [what, read] of pages(api, run, project))
      rows.push({ what: `${kind}: ${what}, ms`, is: await shortest(read), limit: LIMIT_MS })
    return rows
  } finally {
    await server.close()
  }
}

const pages = (api: ApiClient, run: string, project: string): [string, () => Promise<unknown>][] => [
  ...DIMENSIONS.flatMap((by): [string, () => Promise<unknown>][] => [
    [`costs of the project by ${by}`, () => api.request(OF_PROJECT, { id: project, by: by.toUpperCase(), skip: 0 })],
    [`costs of a run by ${by}`, () => api.request(OF_RUN, { id: run, by: by.toUpperCase(), skip: 0 })],
  ]),
  ['last page of the costs by session', () => api.request(OF_PROJECT, { id: project, by: 'SESSION', skip: 19_800 })],
  ['first page of the requests of a run', () => api.request(REQUESTS, { id: run, after: null })],
  ['tab Cost of the console', () => api.request(print(RUN_COSTS), { id: run })],
]

/** The shortest time counts, because other processes share the machine. */
async function shortest(read: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now()
    await read()
    times.push(performance.now() - began)
  }
  return Math.min(...times)
}
