import type { StoreReads } from '@coppice/engine'
import { TASK_DOMAINS } from '@coppice/engine/domain/task-domains'
import type { Connection } from './connection.ts'
import { oneOf } from './rows.ts'
import { isUuid } from './uuid.ts'

/** Older sessions say little about the models of today, and the read must not become slower with each run. */
const MOST_SESSIONS = 2_000

interface ResultRow {
  model: string
  domain: string
  samples: number
  merged: number
  averageCostMicroUsd: number | null
}

/**
 * Finds the first attempt of each task, and whether its work was merged. Sessions count up to the first whose work was not good enough, or to
 * the end of the task. The last of these is the first attempt, because the others were cut off, or ended by a failure of infrastructure, of a
 * provider or of Coppice. A task that has not ended, or whose work a person made, is not a sample.
 */
export function modelResultReads(db: Connection): Pick<StoreReads, 'modelResults'> {
  return {
    async modelResults(projectId) {
      if (!isUuid(projectId)) return []
      const rows = await db.$queryRaw<ResultRow[]>`
        WITH newest AS (
          SELECT "runTaskId", "runId", number, model, domain, status, "costMicroUsd" FROM "Session"
          WHERE "projectId" = ${projectId}::uuid AND kind = 'WORK' AND "qualityFailures" = 0 AND NOT "cutOff"
            AND model IS NOT NULL AND domain IS NOT NULL AND status IN ('COMPLETED', 'ERROR')
          ORDER BY number DESC LIMIT ${MOST_SESSIONS}::int
        ), first_attempt AS (
          SELECT DISTINCT ON ("runTaskId") * FROM newest ORDER BY "runTaskId", number DESC
        ), sample AS (
          SELECT f.model, f.domain, f."costMicroUsd", t."qualityFailures" = 0 AS merged FROM first_attempt f
          JOIN "RunTask" t ON t.id = f."runTaskId" JOIN "Run" r ON r.id = f."runId"
          WHERE jsonb_array_length(r.settings->'verify') > 0 AND r.settings->>'redBase' IS DISTINCT FROM 'allow'
            AND (t."qualityFailures" > 0 OR (t.status = 'COMPLETED' AND f.status = 'COMPLETED'
              AND t."keptFromRunId" IS NULL AND NOT t."noChange"))
        )
        SELECT model, domain, count(*)::int AS samples, (count(*) FILTER (WHERE merged))::int AS merged,
          avg("costMicroUsd")::float8 AS "averageCostMicroUsd"
        FROM sample GROUP BY model, domain ORDER BY model, domain`
      return rows.map((row) => ({
        ...row,
        domain: oneOf(TASK_DOMAINS, row.domain, 'Session.domain'),
        averageCostMicroUsd: row.averageCostMicroUsd === null ? null : Math.round(row.averageCostMicroUsd),
      }))
    },
  }
}
