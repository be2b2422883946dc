import type { StoreTransaction } from '@coppice/engine'
import { Prisma } from '@coppice/prisma'
import { insertEntriesSql, sumEntriesSql } from '../ledger-sql.ts'
import { batchPatchRow, ledgerEntryRow, runTaskPatchRow, sessionPatchRow, sessionRow } from '../rows.ts'
import { isUuid } from '../uuid.ts'
import { FEW, type GroupWrite, groupWrite } from './group-write.ts'

/** A compare-and-swap: the row changes only if its status is one of `from`. */
function swap<Method extends 'updateRunTask' | 'updateSession' | 'updateBatch'>(
  name: string,
  method: Method,
  table: Prisma.ModelName,
  fields: object,
  rowOf: (patch: Parameters<StoreTransaction[Method]>[2]) => object,
): GroupWrite {
  const text = swapSql(table, columnsOf(fields))
  return groupWrite({
    name,
    method: method as 'updateRunTask',
    propose: (id, from, patch) =>
      isUuid(id) && from.length > 0
        ? {
            rows: [{ changes: `${table} ${id}`, row: { id, from, patch: rowOf(patch as never), few: FEW } }],
            result: true,
          }
        : { rows: [], result: false },
    sql: text,
    mustWriteAll: true,
  })
}

const NEVER_PATCHED = new Set(['id', 'runId', 'batchId', 'taskId', 'projectId', 'runTaskId', 'number', 'key'])
const columnsOf = (fields: object): readonly string[] => Object.keys(fields).filter((name) => !NEVER_PATCHED.has(name))

const swapSql = (table: Prisma.ModelName, columns: readonly string[]) => (parameter: string) =>
  `
  UPDATE "${table}" AS t
  SET ${columns.map((name) => `"${name}" = CASE WHEN w."patch" ? '${name}' THEN p."${name}" ELSE t."${name}" END`).join(', ')}
  FROM jsonb_to_recordset(${parameter}) AS w("id" uuid, "from" jsonb, "patch" jsonb, "few" text),
    jsonb_populate_record(NULL::"${table}", w."patch") AS p
  WHERE t."id" = w."id" AND w."few" = 'few' AND w."from" ? t."status"
  RETURNING 1`

/** Inserts rows. Each must have every column, because a missing column becomes NULL and not its default. */
const insertSql = (table: Prisma.ModelName) => (parameter: string) =>
  `
  INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", ${parameter}) RETURNING 1`

const newSession = groupWrite({
  name: 'new_session',
  method: 'insertSession',
  propose: (session) => ({
    rows: [{ changes: `Session ${session.id}`, row: sessionRow(session) }],
    result: undefined,
  }),
  sql: insertSql('Session'),
  mustWriteAll: true,
})

const acknowledgement = groupWrite({
  name: 'acknowledgement',
  method: 'acknowledgeSessionMessage',
  propose: (sessionId, id, at) => ({
    rows:
      isUuid(sessionId) && isUuid(id)
        ? [{ changes: `SessionMessage ${id}`, row: { id, sessionId, at: new Date(at), few: FEW } }]
        : [],
    result: undefined,
  }),
  sql: (parameter) => `
  UPDATE "SessionMessage" AS t SET "acknowledgedAt" = w."at"
  FROM jsonb_to_recordset(${parameter}) AS w("id" uuid, "sessionId" uuid, "at" timestamptz, "few" text)
  WHERE t."id" = w."id" AND w."few" = 'few' AND t."sessionId" = w."sessionId" AND t."acknowledgedAt" IS NULL
  RETURNING 1`,
  // A message that is unknown, or was acknowledged before, stays as it is.
  mustWriteAll: false,
})

const ledgerEntries = groupWrite({
  name: 'ledger',
  method: 'insertLedgerEntries',
  propose: (sessionId, entries) => ({
    rows: isUuid(sessionId) ? entries.map((entry) => ({ changes: null, row: ledgerEntryRow(sessionId, entry) })) : [],
    result: undefined,
  }),
  sql: insertEntriesSql,
  sums: sumEntriesSql,
  // A request that the ledger contains already is left out.
  mustWriteAll: false,
})

/** The kinds of writes that the statement of a group can contain. A transaction with another kind of write joins no group. */
export const GROUP_WRITES: readonly GroupWrite[] = [
  newSession,
  swap('task', 'updateRunTask', 'RunTask', Prisma.RunTaskScalarFieldEnum, runTaskPatchRow),
  swap('session', 'updateSession', 'Session', Prisma.SessionScalarFieldEnum, sessionPatchRow),
  swap('batch', 'updateBatch', 'Batch', Prisma.BatchScalarFieldEnum, batchPatchRow),
  acknowledgement,
  ledgerEntries,
]
