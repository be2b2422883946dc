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

const COUNTS = ['requests', 'partialRequests', 'unpricedRequests'] as const
const KEYS = ['projectId', 'runId', 'runTaskId', 'epicKey', 'kind', 'attempt', 'agent'] as const

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
const added = [...COUNTS, ...SUMS].map((name) => `"${name}" = t."${name}" + excluded."${name}"`).join(', ')

/**
 * Adds the rows that the part `ledger` of the same statement has inserted to their sums. So a sum contains exactly the rows of the ledger,
 * and a request that was left out changes no sum.
 */
export const sumEntriesSql = `
  INSERT INTO "LedgerSum" AS t ("sessionId", "model", "day", ${quoted(KEYS)}, ${quoted(COUNTS)}, ${quoted(SUMS)})
  SELECT s."id", e."model", (e."at" AT TIME ZONE 'UTC')::date AS "day",
    s."projectId", s."runId", s."runTaskId", r."epicKey", s."kind", s."attempt", s."agent",
    count(*), count(*) FILTER (WHERE e."partial"), count(*) FILTER (WHERE e."costMicroUsd" IS NULL),
    ${SUMS.map((name) => `coalesce(sum(e."${name}"), 0)`).join(', ')}
  FROM ledger AS e
    JOIN "Session" AS s ON s."id" = e."sessionId"
    JOIN "RunTask" AS r ON r."id" = s."runTaskId"
  WHERE e."few" = 'few'
  GROUP BY s."id", r."id", e."model", "day"
  ON CONFLICT ("sessionId", "model", "day") DO UPDATE SET ${added}
  RETURNING 1`
