import type * as Rows from '@coppice/prisma'
import { asJson } from '../bulk.ts'
import { ANY_EPOCH } from '../require-owner.ts'
import { eventRow } from '../rows.ts'
import { FEW } from './group-write.ts'
import { GROUP_WRITES } from './group-writes.ts'
import type { Proposal } from './proposal.ts'

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

interface Part {
  name: string
  sql: (parameter: string) => string
  rows: readonly object[]
  sums?: string
  /** Whether the statement fails when `sql` writes fewer rows than `rows` has. */
  mustWriteAll: boolean
}

/**
 * Returns one statement for all writes of a group. The statement is a transaction. If one compare-and-swap is lost, the whole statement
 * fails by a division by zero. Each parameter is a list of rows as JSON, so there are only few different texts, which stay prepared.
 */
export function groupStatement(proposal: Proposal, lastNumbers: ReadonlyMap<string, number>): GroupStatement {
  const events = eventRows(proposal)
  const parts = partsOf(proposal, events, lastNumbers).filter(({ rows }) => rows.length > 0)
  const providers = [...proposal.unheld]
  const withs = parts.flatMap(({ name, sql, sums }, index) => [
    `${name} AS (${sql(`$${index + 1}::jsonb`)})`,
    ...(sums ? [sums] : []),
  ])
  const parameters = parts.map(({ rows }) => asJson(rows))
  const checks = parts.flatMap(({ name, mustWriteAll }, index) =>
    mustWriteAll ? [`(SELECT count(*) FROM ${name}) = jsonb_array_length($${index + 1})`] : [],
  )
  if (providers.length > 0) {
    parameters.push(asJson(providers))
    checks.push(`NOT EXISTS (SELECT FROM "ProviderHold" WHERE $${parameters.length}::jsonb ? "provider")`)
  }
  const before = parts.some(({ name }) => name === 'run')
    ? '(SELECT jsonb_object_agg("id", "before") FROM run)'
    : 'NULL'
  const sql = `WITH ${withs.join(',\n')}
SELECT ${before} AS "before", 1 / (CASE WHEN ${checks.join(' AND ') || 'true'} THEN 1 ELSE 0 END) AS "won"`
  return { sql, parameters, events }
}

function partsOf(proposal: Proposal, events: readonly Rows.Event[], lastNumbers: ReadonlyMap<string, number>): Part[] {
  return [
    { name: 'run', sql: RUNS, rows: runRows(proposal), mustWriteAll: true },
    { name: 'event', sql: EVENTS, rows: events, mustWriteAll: true },
    { name: 'project', sql: NUMBERS, rows: numberRows(proposal, lastNumbers), mustWriteAll: true },
    ...GROUP_WRITES.map((write) => ({ ...write, rows: proposal.rows.get(write) ?? [] })),
  ]
}

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
