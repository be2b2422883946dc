import { fillLedger, openTestDatabase, TEST_DATABASES, type TestDatabase } from '@coppice/persistence/testing'
import type { Prisma } from '@coppice/prisma'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COST_DIMENSIONS, COST_ORDERS, costGroupsSql } from './cost-groups.ts'
import { ledgerPageSql } from './ledger-page.ts'

/** Several projects, so that a scan of a whole table would read much that the page does not need. */
const PROJECTS = 5
const SIZE = { tasks: [60, 60], sessionsPerTask: 2, requestsPerSession: 8 }

describe.each(TEST_DATABASES)('pages of costs, on %s', (kind) => {
  let database: TestDatabase
  let ids: { projectId: string; runIds: string[] }
  beforeAll(async () => {
    database = await openTestDatabase(kind)
    for (let project = 0; project < PROJECTS; project += 1) ids = await fillLedger(database, SIZE)
  })
  afterAll(() => database.close())

  it('M1: find their rows by an index, with and without statistics of the tables', async () => {
    const [runId = ''] = ids.runIds
    const place = { session: 3, at: new Date(0), requestId: '' }
    const groups = [runId, ids.projectId].flatMap((id) =>
      COST_DIMENSIONS.flatMap((by) =>
        COST_ORDERS.map((order) => costGroupsSql(id, by, { first: 200, skip: 200, order })),
      ),
    )
    const places = [null, place].map((after) => ledgerPageSql(runId, after, 200))
    const check = async () => {
      for (const sql of groups) expect(await scansOf(database, sql)).toEqual(['LedgerTotal by LedgerTotal_pkey'])
      for (const sql of places)
        expect(await scansOf(database, sql)).toEqual([
          'LedgerEntry by LedgerEntry_pkey',
          'LedgerSum by LedgerSum_runId_sessionNumber_idx',
        ])
    }
    await check()
    await database.prisma.$executeRaw`ANALYZE`
    await check()
  })
})

interface Node {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: Node[]
}

/** Explains a statement. @returns the tables that it reads, each with its index, or with SCAN when it reads the whole table */
async function scansOf({ prisma }: TestDatabase, sql: Prisma.Sql): Promise<string[]> {
  const [row] = await prisma.$queryRaw<[{ 'QUERY PLAN': [{ Plan: Node }] }]>`EXPLAIN (FORMAT JSON) ${sql}`
  const nodes = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodes)]
  const scans = nodes(row['QUERY PLAN'][0].Plan).flatMap((node) => {
    const table = node['Relation Name']
    if (table === undefined) return []
    const [index] = nodes(node).flatMap((each) => each['Index Name'] ?? [])
    return [`${table} by ${index ?? 'SCAN'}`]
  })
  return [...new Set(scans)].toSorted()
}
