import type * as Rows from '@coppice/prisma'
import { Prisma } from '@coppice/prisma'
import { asJson } from '../bulk.ts'
import { ANY_EPOCH } from '../require-owner.ts'
import { batchPatchRow, eventRow, runTaskPatchRow, sessionPatchRow, sessionRow } from '../rows.ts'
import type { Proposal, Swap } from './proposal.ts'

export interface GroupStatement {
  sql: string
  parameters: readonly string[]
  /** The events. Their sequences count from 1 in each run. The statement adds the run's last sequence to them. */
  events: readonly Rows.Event[]
}

/** The row that the statement returns. */
export interface GroupRow {
  /** The last sequence of each run before this statement. */
  before: Readonly<Record<string, number>> | null
}

/** A part of the statement. Its query must write as many rows as `rows` has. */
interface Part {
  name: string
  query: (parameter: string) => string
  rows: readonly object[]
}

/**
 * Returns one statement for all writes of a group. The statement is a transaction. If one compare-and-swap is lost, the whole statement
 * fails by a division by zero. Each parameter is a list of rows as JSON, so there are only few different texts, which stay prepared.
 */
export function groupStatement(proposal: Proposal, lastNumbers: ReadonlyMap<string, number>): GroupStatement {
  const events = eventRows(proposal)
  const parts = partsOf(proposal, events, lastNumbers).filter(({ rows }) => rows.length > 0)
  const providers = [...proposal.unheld]
  const withs = parts.map(({ name, query }, index) => `${name} AS (${query(`$${index + 1}::jsonb`)})`)
  const parameters = parts.map(({ rows }) => asJson(rows))
  const checks = parts.map(({ name }, index) => `(SELECT count(*) FROM ${name}) = jsonb_array_length($${index + 1})`)
  if (providers.length > 0) {
    parameters.push(asJson(providers))
    checks.push(`NOT EXISTS (SELECT FROM "ProviderHold" WHERE $${parameters.length}::jsonb ? "provider")`)
  }
  const before = parts.some(({ name }) => name === 'run')
    ? '(SELECT jsonb_object_agg("id", "before") FROM run)'
    : 'NULL'
  const sql = `WITH ${withs.join(',\n')}
SELECT ${before} AS "before", 1 / (CASE WHEN ${checks.join(' AND ')} THEN 1 ELSE 0 END) AS "won"`
  return { sql, parameters, events }
}

function partsOf(proposal: Proposal, events: readonly Rows.Event[], lastNumbers: ReadonlyMap<string, number>): Part[] {
  const { tasks, sessions, batches, newSessions } = proposal
  return [
    { name: 'run', query: RUNS, rows: runRows(proposal) },
    { name: 'event', query: EVENTS, rows: events },
    { name: 'project', query: NUMBERS, rows: numberRows(proposal, lastNumbers) },
    { name: 'new_session', query: NEW_SESSIONS, rows: newSessions.map(sessionRow) },
    { name: 'task', query: swapQuery('RunTask', TASK_COLUMNS), rows: swapRows(tasks, runTaskPatchRow) },
    { name: 'session', query: swapQuery('Session', SESSION_COLUMNS), rows: swapRows(sessions, sessionPatchRow) },
    { name: 'batch', query: swapQuery('Batch', BATCH_COLUMNS), rows: swapRows(batches, batchPatchRow) },
  ]
}

/**
 * The condition `w."few" = 'few'` is always true. It makes PostgreSQL's planner expect one row and not a hundred, so that it finds rows by
 * an index. Otherwise it would plan a scan while the table is small and keep this plan, because PGlite never analyzes tables.
 */
const FEW = 'few'

/** Locks the run's row, so that transactions of the run append events one after the other (R2). */
const RUNS = (parameter: string): string => `
  UPDATE "Run" AS t SET "lastSequence" = t."lastSequence" + w."events"
  FROM jsonb_to_recordset(${parameter}) AS w("id" uuid, "status" text, "epoch" int, "events" int, "few" text)
  WHERE t."id" = w."id" AND w."few" = 'few' AND t."status" = coalesce(w."status", t."status") AND t."ownerEpoch" <= w."epoch"
  RETURNING t."id", t."lastSequence" - w."events" AS "before"`

const EVENTS = (parameter: string): string => `
  INSERT INTO "Event" ("runId", "sequence", "at", "type", "data")
  SELECT w."runId", run."before" + w."sequence", w."at", w."type", w."data"
  FROM jsonb_populate_recordset(NULL::"Event", ${parameter}) AS w JOIN run ON run."id" = w."runId"
  RETURNING 1`

/** Takes session numbers by compare-and-swap (R3): it writes no row if another server has taken a number meanwhile. */
const NUMBERS = (parameter: string): string => `
  UPDATE "Project" AS t SET "lastSessionNumber" = w."last" + w."taken"
  FROM jsonb_to_recordset(${parameter}) AS w("id" uuid, "last" int, "taken" int, "few" text)
  WHERE t."id" = w."id" AND w."few" = 'few' AND t."lastSessionNumber" = w."last"
  RETURNING 1`

const NEW_SESSIONS = (parameter: string): string => `
  INSERT INTO "Session" SELECT * FROM jsonb_populate_recordset(NULL::"Session", ${parameter}) RETURNING 1`

const NEVER_PATCHED = new Set(['id', 'runId', 'batchId', 'taskId', 'projectId', 'runTaskId', 'number', 'key'])
const columnsOf = (fields: object): readonly string[] => Object.keys(fields).filter((name) => !NEVER_PATCHED.has(name))
const TASK_COLUMNS = columnsOf(Prisma.RunTaskScalarFieldEnum)
const SESSION_COLUMNS = columnsOf(Prisma.SessionScalarFieldEnum)
const BATCH_COLUMNS = columnsOf(Prisma.BatchScalarFieldEnum)

const swapQuery = (table: Prisma.ModelName, columns: readonly string[]) => (parameter: string) =>
  `
  UPDATE "${table}" AS t
  SET ${columns.map((name) => `"${name}" = CASE WHEN w."patch" ? '${name}' THEN p."${name}" ELSE t."${name}" END`).join(', ')}
  FROM jsonb_to_recordset(${parameter}) AS w("id" uuid, "from" jsonb, "patch" jsonb, "few" text),
    jsonb_populate_record(NULL::"${table}", w."patch") AS p
  WHERE t."id" = w."id" AND w."few" = 'few' AND w."from" ? t."status"
  RETURNING 1`

const swapRows = <Patch>(swaps: readonly Swap<Patch>[], rowOf: (patch: Patch) => object): object[] =>
  swaps.map(({ id, from, patch }) => ({ id, from, patch: rowOf(patch), few: FEW }))

function runRows({ runs, epochs, events }: Proposal): object[] {
  const counts = countBy(events.map(({ runId }) => runId))
  const ids = new Set([...runs.keys(), ...counts.keys(), ...epochs.keys()])
  return [...ids].map((id) => ({
    id,
    status: runs.get(id) ?? null,
    epoch: epochs.get(id) ?? ANY_EPOCH,
    events: counts.get(id) ?? 0,
    few: FEW,
  }))
}

function eventRows({ events }: Proposal): Rows.Event[] {
  const last = new Map<string, number>()
  return events.map(({ runId, at, event }) => {
    const sequence = (last.get(runId) ?? 0) + 1
    last.set(runId, sequence)
    return eventRow({ ...event, runId, at, sequence })
  })
}

function numberRows({ numbers }: Proposal, lastNumbers: ReadonlyMap<string, number>): object[] {
  return [...countBy(numbers)].map(([id, taken]) => ({ id, last: lastNumbers.get(id) ?? 0, taken, few: FEW }))
}

export function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
