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
  /** The class of the task's last failure. */
  cause: string | null
  /** Whether its merged work is that of a person or of an earlier run, or whether it changed nothing. */
  isNoWorkOfAttempts: boolean
  qualityFailures: number
}

/**
 * A session whose agent never started, for example because a setup command failed, is no attempt: nobody read its prompt. It has no process and a
 * cost of 0. Prompts and the texts of the entries are not read, because they would be most of the data.
 */
export function firstAttemptReads(db: Connection): Pick<StoreReads, 'firstAttempts'> {
  return {
    async firstAttempts(projectId, most) {
      if (!isUuid(projectId)) return []
      const rows = await db.$queryRaw<AttemptRow[]>`
        SELECT s."runTaskId", s.expertise->>'domain' AS domain, s.expertise->>'given' AS given,
          jsonb_path_query_array(s.expertise, '$.entries[*].id') AS "entryIds", s."costMicroUsd"::float8 AS "costMicroUsd",
          (EXTRACT(EPOCH FROM s."endedAt" - s."startedAt") * 1000)::float8 AS "durationMs",
          t.status = 'COMPLETED' AS completed, t."lastFailure"->>'class' AS cause,
          t."keptFromRunId" IS NOT NULL OR t."noChange" AS "isNoWorkOfAttempts", t."qualityFailures"
        FROM "Session" s JOIN "RunTask" t ON t.id = s."runTaskId"
        WHERE s."projectId" = ${projectId}::uuid AND s.kind = 'WORK' AND NOT s."cutOff" AND s."endedAt" IS NOT NULL
          AND NOT (s.process IS NULL AND s."costMicroUsd" IS NOT DISTINCT FROM 0)
          AND s.expertise IS NOT NULL AND t.status IN ('COMPLETED', 'FAILED')
        ORDER BY s.number DESC LIMIT ${most}::int`
      return [...Map.groupBy(rows, ({ runTaskId }) => runTaskId).values()].flatMap(firstAttemptOf)
    },
  }
}

/**
 * Converts the attempts at a task of a run that were not cut off, newest first, to its first attempt.
 * @returns an empty list when the end of the task says nothing about the first attempt
 */
function firstAttemptOf(attempts: readonly AttemptRow[]): FirstAttempt[] {
  const first = attempts.at(-1)
  if (!first) return []
  const { completed, cause, isNoWorkOfAttempts, qualityFailures } = first
  if (!completed && (cause === 'configuration' || cause === 'coppice')) return []
  // As for the results of models (M3): if other work was merged, only an attempt that was not good enough counts.
  if (completed && isNoWorkOfAttempts && qualityFailures === 0) return []
  return [
    {
      domain: oneOf(TASK_DOMAINS, first.domain, 'Session.expertise'),
      given: first.given,
      entryIds: new Set(first.entryIds),
      succeeded: completed && !isNoWorkOfAttempts && attempts.length === 1,
      costMicroUsd: first.costMicroUsd,
      durationMs: first.durationMs,
    },
  ]
}
