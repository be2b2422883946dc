import type { FirstAttempt, StoreReads } from '@coppice/engine'
import { TASK_DOMAINS } from '@coppice/engine/domain/task-domains'
import type { Connection } from './connection.ts'
import { oneOf } from './rows.ts'
import { isUuid } from './uuid.ts'

interface AttemptRow {
  runTaskId: string
  domain: string
  given: FirstAttempt['given']
  entryIds: string[]
  costMicroUsd: number | null
  durationMs: number
  /** Whether the task ended COMPLETED and not FAILED. */
  completed: boolean
  /** Whether its merged work is that of a person or of an earlier run, or whether it changed nothing. */
  isNoWorkOfAttempts: boolean
  qualityFailures: number
}

/**
 * Reads the first attempts by the rules for the results of models (`model-results.ts`), so that a stall, a failure of infrastructure or a run
 * without verify says nothing about expertise. A session whose agent never started, for example because a setup command failed, is no attempt: nobody
 * read its prompt. It has no process and a cost of 0. Prompts and the texts of the entries are not read, because they would be most of the data.
 */
export function firstAttemptReads(db: Connection): Pick<StoreReads, 'firstAttempts'> {
  return {
    async firstAttempts(projectId, most) {
      if (!isUuid(projectId)) return []
      const rows = await db.$queryRaw<AttemptRow[]>`
        SELECT s."runTaskId", s.expertise->>'domain' AS domain, s.expertise->>'given' AS given,
          jsonb_path_query_array(s.expertise, '$.entries[*].id') AS "entryIds", s."costMicroUsd"::float8 AS "costMicroUsd",
          (EXTRACT(EPOCH FROM s."endedAt" - s."startedAt") * 1000)::float8 AS "durationMs",
          t.status = 'COMPLETED' AS completed,
          t."keptFromRunId" IS NOT NULL OR t."noChange" AS "isNoWorkOfAttempts", t."qualityFailures"
        FROM "Session" s JOIN "RunTask" t ON t.id = s."runTaskId" JOIN "Run" r ON r.id = s."runId"
        WHERE s."projectId" = ${projectId}::uuid AND s.kind = 'WORK' AND NOT s."cutOff" AND s."endedAt" IS NOT NULL
          AND s."qualityFailures" = 0 AND NOT (s.process IS NULL AND s."costMicroUsd" IS NOT DISTINCT FROM 0)
          AND s.expertise IS NOT NULL AND t.status IN ('COMPLETED', 'FAILED')
          AND jsonb_array_length(r.settings->'verify') > 0 AND r.settings->>'redBase' IS DISTINCT FROM 'allow'
        ORDER BY s.number DESC LIMIT ${most}::int`
      return [...Map.groupBy(rows, ({ runTaskId }) => runTaskId).values()].flatMap(firstAttemptOf)
    },
  }
}

/**
 * Converts the sessions of a task of a run, newest first, up to the first whose work was not good enough. The last of these is the first
 * attempt, because the others ended by a failure of infrastructure, of a provider or of Coppice.
 *
 * @returns an empty list when the end of the task says nothing about the first attempt
 */
function firstAttemptOf([first]: readonly AttemptRow[]): FirstAttempt[] {
  if (!first) return []
  const { completed, isNoWorkOfAttempts, qualityFailures } = first
  // If other work was merged, only an attempt that was not good enough counts (M3).
  if (qualityFailures === 0 && (!completed || isNoWorkOfAttempts)) return []
  return [
    {
      domain: oneOf(TASK_DOMAINS, first.domain, 'Session.expertise'),
      given: first.given,
      entryIds: new Set(first.entryIds),
      succeeded: qualityFailures === 0,
      costMicroUsd: first.costMicroUsd,
      durationMs: first.durationMs,
    },
  ]
}
