/** Inserts requests. A request that its session has already is left out, and its row is not returned (R1). */
export const insertEntriesSql = (parameter: string): string => `
  INSERT INTO "LedgerEntry" SELECT * FROM jsonb_populate_recordset(NULL::"LedgerEntry", ${parameter})
  ON CONFLICT ("sessionId", "requestId") DO NOTHING
  RETURNING *, 'few'::text AS "few"`

const SUMS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite1hTokens',
  'inputMicroUsd',
  'outputMicroUsd',
  'cacheReadMicroUsd',
  'cacheWriteMicroUsd',
  'costMicroUsd',
  'reportedCostMicroUsd',
] as const

const COUNTS = ['requests', 'partialRequests', 'unpricedRequests', 'flatRateRequests'] as const
const KEYS = [
  'projectId',
  'runId',
  'runTaskId',
  'epicKey',
  'kind',
  'attempt',
  'agent',
  'domain',
  'sessionNumber',
] as const

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
const adding = (names: readonly string[]) =>
  names.map((name) => `"${name}" = t."${name}" + excluded."${name}"`).join(', ')

/** The inserted rows, added up by session, model and day, with all that the keys of the totals need. */
const ADDED = `
  SELECT s."id" AS "sessionId", e."model", (e."at" AT TIME ZONE 'UTC')::date AS "day",
    s."projectId", s."runId", s."runTaskId", task."epicKey", s."kind", s."attempt", s."agent", coalesce(s."domain", 'none') AS "domain",
    task."key" AS "taskKey", batch."number" AS "batchNumber", run."number" AS "runNumber", s."number" AS "sessionNumber",
    count(*) AS "requests", count(*) FILTER (WHERE e."partial") AS "partialRequests",
    count(*) FILTER (WHERE e."costMicroUsd" IS NULL AND NOT s."flatRate") AS "unpricedRequests",
    count(*) FILTER (WHERE s."flatRate") AS "flatRateRequests",
    ${SUMS.map((name) => `coalesce(sum(e."${name}"), 0) AS "${name}"`).join(', ')}
  FROM ledger AS e
    JOIN "Session" AS s ON s."id" = e."sessionId"
    JOIN "RunTask" AS task ON task."id" = s."runTaskId"
    JOIN "Batch" AS batch ON batch."id" = task."batchId"
    JOIN "Run" AS run ON run."id" = s."runId"
  WHERE e."few" = 'few'
  GROUP BY s."id", task."id", batch."id", run."id", e."model", "day"`

const LEDGER_SUM = `
  INSERT INTO "LedgerSum" AS t ("sessionId", "model", "day", ${quoted([...KEYS, ...COUNTS, ...SUMS])})
  SELECT "sessionId", "model", "day", ${quoted([...KEYS, ...COUNTS, ...SUMS])} FROM ledger_added
  ON CONFLICT ("sessionId", "model", "day") DO UPDATE SET ${adding([...COUNTS, ...SUMS])}
  RETURNING 1`

/**
 * A task or a session counts in a total when its first request arrives there. `known` says what the sums of the task contained before this
 * statement, which does not see its own changes. Two sessions of a task that are both new in one statement count it once.
 */
const LEDGER_TOTAL = `
  INSERT INTO "LedgerTotal" AS t ("scopeId", "dimension", "key", "agent", "projectId", "tasks", "sessions", ${quoted([...COUNTS, ...SUMS])})
  SELECT scope."id", place."dimension", place."key", place."agent", a."projectId",
    count(DISTINCT a."runTaskId") FILTER (WHERE NOT place."taskKnown"),
    count(DISTINCT a."sessionId") FILTER (WHERE NOT place."sessionKnown"),
    ${[...COUNTS, ...SUMS].map((name) => `sum(a."${name}")`).join(', ')}
  FROM ledger_added AS a
    CROSS JOIN LATERAL (
      SELECT count(*) > 0 AS "task", coalesce(bool_or("ofSession"), false) AS "session",
        coalesce(bool_or("ofModel"), false) AS "taskModel", coalesce(bool_or("ofModel" AND "ofSession"), false) AS "sessionModel",
        coalesce(bool_or("ofDay"), false) AS "taskDay", coalesce(bool_or("ofDay" AND "ofSession"), false) AS "sessionDay",
        coalesce(bool_or("ofAttempt"), false) AS "taskAttempt", coalesce(bool_or("ofDomain"), false) AS "taskDomain"
      FROM (
        SELECT before."sessionId" = a."sessionId" AS "ofSession", before."day" = a."day" AS "ofDay", before."domain" = a."domain" AS "ofDomain",
          before."model" = a."model" AND before."agent" = a."agent" AS "ofModel",
          before."kind" = a."kind" AND (before."kind" <> 'WORK' OR before."attempt" = a."attempt") AS "ofAttempt"
        FROM "LedgerSum" AS before WHERE before."runTaskId" = a."runTaskId"
      ) AS same
    ) AS known
    CROSS JOIN LATERAL (VALUES
      ('TASK', a."taskKey", '', known."task", known."session"),
      ('EPIC', a."epicKey", '', known."task", known."session"),
      ('BATCH', a."batchNumber"::text, '', known."task", known."session"),
      ('RUN', a."runNumber"::text, '', known."task", known."session"),
      ('SESSION', a."sessionNumber"::text, '', known."session", known."session"),
      ('MODEL', a."model", a."agent", known."taskModel", known."sessionModel"),
      ('DAY', a."day"::text, '', known."taskDay", known."sessionDay"),
      -- Sessions of the kind WORK are grouped by the number of their attempt. A session of another kind belongs to an attempt, but is not one.
      ('ATTEMPT', CASE a."kind" WHEN 'WORK' THEN 'WORK ' || a."attempt" ELSE a."kind" END, '', known."taskAttempt", known."session"),
      ('DOMAIN', a."domain", '', known."taskDomain", known."session")
    ) AS place("dimension", "key", "agent", "taskKnown", "sessionKnown")
    CROSS JOIN LATERAL (VALUES (a."runId"), (a."projectId")) AS scope("id")
  GROUP BY scope."id", a."projectId", place."dimension", place."key", place."agent"
  ON CONFLICT ("scopeId", "dimension", "key", "agent") DO UPDATE SET ${adding(['tasks', 'sessions', ...COUNTS, ...SUMS])}
  RETURNING 1`

/**
 * Parts of the statement whose part `ledger` inserts requests. They add the inserted rows to their sums. So a sum contains exactly the rows
 * of the ledger, and a request that was left out changes no sum.
 */
export const sumEntriesSql = `ledger_added AS (${ADDED}), ledger_sum AS (${LEDGER_SUM}), ledger_total AS (${LEDGER_TOTAL})`
