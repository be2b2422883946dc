import type { PastRun, StoreReads } from '@coppice/engine'
import type { Connection } from './connection.ts'
import { type PastTaskRow, pastTaskOf } from './rows.ts'
import { isUuid } from './uuid.ts'

const SESSION = {
  ...{
    kind: true,
    status: true,
    startedAt: true,
    endedAt: true,
    model: true,
    domain: true,
    flatRate: true,
    messageCount: true,
  },
  ...{ toolCallCount: true, inputTokens: true, costMicroUsd: true, knownCostMicroUsd: true },
} as const
/** The columns to read. Texts such as prompts and descriptions are left out, because they would be most of the data. */
const TASK = {
  ...{ runId: true, key: true, epicKey: true, agent: true, status: true, finishedAt: true },
  sessions: { select: SESSION, where: { endedAt: { not: null } }, orderBy: { number: 'asc' } },
} as const

export function pastRunReads(db: Connection): Pick<StoreReads, 'pastRuns'> {
  return {
    async pastRuns(projectId, most) {
      if (!isUuid(projectId)) return []
      const runs = await db.run.findMany({
        where: { projectId },
        orderBy: { number: 'desc' },
        take: most.runs,
        select: { id: true, startedAt: true, finishedAt: true },
      })
      const tasks: PastTaskRow[] = await db.runTask.findMany({
        where: { runId: { in: runs.map(({ id }) => id) }, finishedAt: { not: null } },
        orderBy: { finishedAt: 'desc' },
        take: most.tasks,
        select: TASK,
      })
      const byRun = Map.groupBy(tasks, ({ runId }) => runId)
      return runs.map(
        ({ id, startedAt, finishedAt }): PastRun => ({
          startedAt: startedAt?.getTime() ?? null,
          finishedAt: finishedAt?.getTime() ?? null,
          tasks: (byRun.get(id) ?? []).flatMap((row) => pastTaskOf(row) ?? []),
        }),
      )
    },
  }
}
