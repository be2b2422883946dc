import type { ExpertiseEntry, StoreReads, StoreTransaction } from '@coppice/engine'
import { TASK_DOMAINS } from '@coppice/engine/domain/task-domains'
import { byUsefulness } from '@coppice/engine/expertise'
import type * as Rows from '@coppice/prisma'
import { Prisma } from '@coppice/prisma'
import type { Connection } from './connection.ts'
import { ATTEMPT, expertiseEntryOf, expertiseEntryRow, firstAttemptOf } from './rows.ts'
import { isUuid } from './uuid.ts'

type ExpertiseReads = Pick<
  StoreReads,
  'expertise' | 'allExpertise' | 'firstAttempts' | 'expertiseEntry' | 'expertiseAround'
>
type ExpertiseWrites = Pick<StoreTransaction, 'putExpertise' | 'removeExpertise'>

export function expertiseReads(db: Connection): ExpertiseReads {
  return {
    async expertise(projectId) {
      if (!isUuid(projectId)) return []
      const byDomain = Map.groupBy(await entriesOf(db, projectId), ({ domain }) => domain)
      return TASK_DOMAINS.flatMap((domain) => byDomain.get(domain)?.sort(byUsefulness) ?? [])
    },
    async allExpertise(projectId) {
      if (!isUuid(projectId)) return []
      return (await db.expertiseEntry.findMany({ where: { projectId } })).map(expertiseEntryOf).sort(byUsefulness)
    },
    async firstAttempts(projectId, most) {
      if (!isUuid(projectId)) return []
      const rows = await db.session.findMany({
        where: {
          ...{ projectId, kind: 'WORK', cutOff: false, endedAt: { not: null }, expertise: { not: Prisma.DbNull } },
          runTask: { status: { in: ['COMPLETED', 'FAILED'] } },
        },
        orderBy: { number: 'desc' },
        take: most,
        select: ATTEMPT,
      })
      return [...Map.groupBy(rows, ({ runTaskId }) => runTaskId).values()].flatMap((ofTask) => firstAttemptOf(ofTask))
    },
    async expertiseEntry(id) {
      const row = isUuid(id) ? await db.expertiseEntry.findUnique({ where: { id } }) : null
      return row && expertiseEntryOf(row)
    },
    async expertiseAround(projectId, { domain, ids, paths }) {
      if (!isUuid(projectId)) return []
      const around = [{ domain }, { id: { in: ids.filter(isUuid) } }, { paths: { hasSome: [...paths] } }]
      const rows = await db.expertiseEntry.findMany({ where: { projectId, OR: around } })
      return rows.map(expertiseEntryOf).sort(byUsefulness)
    },
  }
}

type Times = 'createdAt' | 'updatedAt' | 'deletedAt'
type JsonRow = Omit<Rows.ExpertiseEntry, Times> & Record<Times, string>

/**
 * Reads the entries as one JSON text, because each prompt needs all of them. For 7,000 entries this took 24 ms of CPU time. Prisma's
 * `findMany` took 84 ms.
 */
async function entriesOf(db: Connection, projectId: string): Promise<ExpertiseEntry[]> {
  const [result] = await db.$queryRaw<{ rows: string | null }[]>`
    SELECT json_agg(t)::text AS "rows" FROM "ExpertiseEntry" AS t
    WHERE t."projectId" = ${projectId}::uuid AND t."deletedAt" IS NULL`
  const rows = JSON.parse(result?.rows ?? '[]') as JsonRow[]
  return rows.map((row) => {
    const times = { createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt), deletedAt: null }
    return expertiseEntryOf({ ...row, ...times })
  })
}

export function expertiseWrites(db: Connection): ExpertiseWrites {
  return {
    async putExpertise(entries) {
      await db.expertiseEntry.deleteMany({ where: { id: { in: entries.map(({ id }) => id) } } })
      await db.expertiseEntry.createMany({ data: entries.map(expertiseEntryRow) })
    },
    async removeExpertise(ids) {
      await db.expertiseEntry.deleteMany({ where: { id: { in: [...ids] } } })
    },
  }
}
