import { randomBytes } from 'node:crypto'
import type { Database } from '../database/database.ts'
import { sampleBatch, sampleRun, sampleRunTask, sampleSession } from './sample-records.ts'
import { plannedProject } from './stored-records.ts'
import { TOTALS_OF_SUMS } from './totals-of-sums.ts'

export interface LargeLedger {
  /** The number of tasks of each run. */
  tasks: readonly number[]
  sessionsPerTask: number
  requestsPerSession: number
}

const TASKS_PER_BATCH = 100
const SESSIONS_AT_ONCE = 1_000

/** Fills a database by SQL with a project whose runs have made many requests. @returns the ids of the project and of its runs */
export async function fillLedger(
  { store, prisma }: Pick<Database, 'store' | 'prisma'>,
  { tasks, sessionsPerTask, requestsPerSession }: LargeLedger,
): Promise<{ projectId: string; runIds: string[] }> {
  const { project, taskId } = await plannedProject(store)
  const runIds: string[] = []
  let sessions = 0
  for (const [index, count] of tasks.entries()) {
    const run = sampleRun(project, { number: index + 1, status: 'COMPLETED' })
    const batches = Array.from({ length: Math.ceil(count / TASKS_PER_BATCH) }, (_, of) =>
      sampleBatch(run, { number: of + 1 }),
    )
    const [batch] = batches
    if (!batch) throw new Error('a run needs a task')
    const task = sampleRunTask(run, batch, taskId, { key: 'task-0' })
    const session = sampleSession(task, project.id, {
      number: sessions + 1,
      kind: 'WORK',
      attempt: 1,
      status: 'COMPLETED',
    })
    await store.transaction((tx) => tx.insertRun(run, batches, [task]))
    await store.transaction((tx) => tx.insertSession(session))
    await prisma.$executeRawUnsafe(MORE_TASKS, task.id, count - 1)
    await prisma.$executeRawUnsafe(MORE_SESSIONS, session.id, sessionsPerTask, PROMPT)
    sessions += count * sessionsPerTask
    runIds.push(run.id)
    await insertRequests(prisma, run.id, sessions, requestsPerSession)
  }
  await prisma.$executeRawUnsafe(SUMS, project.id)
  await prisma.$executeRawUnsafe(TOTALS, project.id)
  return { projectId: project.id, runIds }
}

/** A session exists for each request, so the foreign key is not checked for each row. */
async function insertRequests(
  prisma: Database['prisma'],
  runId: string,
  lastSession: number,
  requestsPerSession: number,
): Promise<void> {
  for (let after = 0; after < lastSession; after += SESSIONS_AT_ONCE)
    await prisma.$transaction([
      prisma.$executeRawUnsafe('SET LOCAL session_replication_role = replica'),
      prisma.$executeRawUnsafe(REQUESTS, runId, after, after + SESSIONS_AT_ONCE, requestsPerSession),
    ])
}

/** Copies the first task of a run. */
const MORE_TASKS = `
  INSERT INTO "RunTask" SELECT copy.* FROM "RunTask" AS first
    CROSS JOIN generate_series(1, $2::int) AS i
    JOIN "Batch" AS batch ON batch."runId" = first."runId" AND batch."number" = i / ${TASKS_PER_BATCH} + 1
    CROSS JOIN LATERAL jsonb_populate_record(first, jsonb_build_object('id', gen_random_uuid(), 'key', 'task-' || i, 'position', i,
      'batchId', batch."id", 'epicKey', 'epic-' || i % 20)) AS copy
  WHERE first."id" = $1::uuid`

/** A text that cannot be compressed, so that PostgreSQL keeps it within the row of the session. */
const PROMPT = randomBytes(900).toString('hex')

/** Copies the first session of a run. */
const MORE_SESSIONS = `
  INSERT INTO "Session" SELECT copy.* FROM "Session" AS first
    CROSS JOIN generate_series(1, $2::int) AS nth
    JOIN "RunTask" AS task ON task."runId" = first."runId" AND (task."position" > 0 OR nth > 1)
    CROSS JOIN LATERAL jsonb_populate_record(first, jsonb_build_object('id', gen_random_uuid(), 'runTaskId', task."id",
      'number', first."number" + task."position" * $2::int + nth - 1, 'attempt', nth, 'kind', CASE nth % 3 WHEN 0 THEN 'CONFLICT' ELSE 'WORK' END,
      'agent', CASE task."position" % 4 WHEN 0 THEN 'acp' ELSE 'anthropic' END, 'model', 'model-' || task."position" % 6,
      'domain', (ARRAY['frontend', 'backend', 'api', 'testing', 'general'])[task."position" % 5 + 1],
      'prompt', $3::text)) AS copy
  WHERE first."id" = $1::uuid`

const REQUESTS = `
  INSERT INTO "LedgerEntry" ("sessionId", "requestId", "model", "at", "partial", "inputTokens", "outputTokens", "cacheReadTokens",
    "cacheWriteTokens", "inputMicroUsd", "outputMicroUsd", "cacheReadMicroUsd", "cacheWriteMicroUsd", "costMicroUsd")
  SELECT session."id", 'request-' || i, session."model",
    session."startedAt" + session."number" % 30 * interval '1 day' + i * interval '1 second', i % 50 = 0,
    900, 300, 20000, 400, 900, 1500, 2000, session."number", 4400 + session."number"
  FROM "Session" AS session CROSS JOIN generate_series(1, $4::int) AS i
  WHERE session."runId" = $1::uuid AND session."number" > $2::int AND session."number" <= $3::int`

const SUMS = `
  INSERT INTO "LedgerSum" ("sessionId", "model", "day", "projectId", "runId", "runTaskId", "epicKey", "kind", "attempt", "agent", "domain", "sessionNumber",
    "requests", "partialRequests", "unpricedRequests", "inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens", "cacheWrite1hTokens",
    "inputMicroUsd", "outputMicroUsd", "cacheReadMicroUsd", "cacheWriteMicroUsd", "costMicroUsd", "reportedCostMicroUsd")
  SELECT s."id", e."model", e."at"::date, s."projectId", s."runId", s."runTaskId", task."epicKey", s."kind", s."attempt", s."agent", s."domain", s."number",
    count(*), count(*) FILTER (WHERE e."partial"), 0, sum(e."inputTokens"), sum(e."outputTokens"), sum(e."cacheReadTokens"), sum(e."cacheWriteTokens"), 0,
    sum(e."inputMicroUsd"), sum(e."outputMicroUsd"), sum(e."cacheReadMicroUsd"), sum(e."cacheWriteMicroUsd"), sum(e."costMicroUsd"), 0
  FROM "Session" AS s JOIN "LedgerEntry" AS e ON e."sessionId" = s."id" JOIN "RunTask" AS task ON task."id" = s."runTaskId"
  WHERE s."projectId" = $1::uuid GROUP BY s."id", task."id", e."model", e."at"::date`

const TOTALS = `INSERT INTO "LedgerTotal" SELECT * FROM (${TOTALS_OF_SUMS}) AS total WHERE "projectId" = $1::uuid`
