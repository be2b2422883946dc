const SUMS = `sum(s."requests"), sum(s."partialRequests"), sum(s."unpricedRequests"), sum(s."inputTokens"), sum(s."outputTokens"),
  sum(s."cacheReadTokens"), sum(s."cacheWriteTokens"), sum(s."cacheWrite1hTokens"), sum(s."inputMicroUsd"), sum(s."outputMicroUsd"),
  sum(s."cacheReadMicroUsd"), sum(s."cacheWriteMicroUsd"), sum(s."costMicroUsd"), sum(s."reportedCostMicroUsd"), sum(s."flatRateRequests")`

/** SQL that reads the rows that `LedgerTotal` must have, added up from `LedgerSum`. The migration that created the table filled it by the same SQL. */
export const TOTALS_OF_SUMS = `
SELECT scope."id", place."dimension", place."key", place."agent", s."projectId", count(DISTINCT s."runTaskId"), count(DISTINCT s."sessionId"), ${SUMS}
FROM "LedgerSum" AS s
  JOIN "Session" AS session ON session."id" = s."sessionId"
  JOIN "RunTask" AS task ON task."id" = s."runTaskId"
  JOIN "Batch" AS batch ON batch."id" = task."batchId"
  JOIN "Run" AS run ON run."id" = s."runId"
  CROSS JOIN LATERAL (VALUES
    ('TASK', task."key", ''), ('EPIC', s."epicKey", ''), ('BATCH', batch."number"::text, ''), ('RUN', run."number"::text, ''),
    ('SESSION', session."number"::text, ''), ('MODEL', s."model", s."agent"), ('DAY', s."day"::text, ''), ('DOMAIN', s."domain", ''),
    ('ATTEMPT', CASE s."kind" WHEN 'WORK' THEN 'WORK ' || s."attempt" ELSE s."kind" END, '')
  ) AS place("dimension", "key", "agent")
  CROSS JOIN LATERAL (VALUES (s."runId"), (s."projectId")) AS scope("id")
GROUP BY scope."id", s."projectId", place."dimension", place."key", place."agent"`
