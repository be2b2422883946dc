import type { StoreReads, StoreTransaction } from '@coppice/engine'
import type { Connection } from './connection.ts'
import { sessionOf, sessionPatchRow, sessionRow } from './rows.ts'
import { isUuid } from './uuid.ts'

type SessionReads = Pick<StoreReads, 'session' | 'sessionCosts' | 'sessions' | 'sessionsOf' | 'countSessions'>
type SessionWrites = Pick<StoreTransaction, 'insertSession' | 'updateSession'>

export function sessionReads(db: Connection): SessionReads {
  return {
    async session(id) {
      const row = isUuid(id) ? await db.session.findUnique({ where: { id } }) : null
      return row && sessionOf(row)
    },
    async sessionCosts(projectId, most) {
      if (!isUuid(projectId)) return []
      const rows = await db.session.findMany({
        where: { projectId, status: 'COMPLETED', costMicroUsd: { not: null } },
        orderBy: { number: 'desc' },
        take: most,
        select: { model: true, domain: true, costMicroUsd: true },
      })
      return rows.map(({ costMicroUsd, ...row }) => ({ ...row, costMicroUsd: Number(costMicroUsd) }))
    },
    async sessions(runId) {
      if (!isUuid(runId)) return []
      return (await db.session.findMany({ where: { runId }, orderBy: { number: 'asc' } })).map(sessionOf)
    },
    async sessionsOf(runTaskIds) {
      const where = { runTaskId: { in: runTaskIds.filter(isUuid) } }
      return (await db.session.findMany({ where, orderBy: { number: 'asc' } })).map(sessionOf)
    },
    async countSessions(runId, status) {
      return isUuid(runId) ? db.session.count({ where: { runId, status } }) : 0
    },
  }
}

export function sessionWrites(db: Connection): SessionWrites {
  return {
    async insertSession(session) {
      await db.session.createMany({ data: [sessionRow(session)] })
    },
    async updateSession(id, from, patch) {
      if (!isUuid(id)) return false
      const where = { id, status: { in: [...from] } }
      return (await db.session.updateMany({ where, data: sessionPatchRow(patch) })).count === 1
    },
  }
}
