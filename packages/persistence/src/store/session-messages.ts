import type { StoreReads, StoreTransaction } from '@coppice/engine'
import type { Prisma } from '@coppice/prisma'
import type { Connection } from './connection.ts'
import { sessionMessageOf, sessionMessageRow } from './rows.ts'
import { isUuid } from './uuid.ts'

type SessionMessageReads = Pick<StoreReads, 'sessionMessage' | 'sessionMessages' | 'openSessionMessages'>
type SessionMessageWrites = Pick<StoreTransaction, 'insertSessionMessage' | 'acknowledgeSessionMessage'>

const OLDEST_FIRST = [
  { writtenAt: 'asc' },
  { id: 'asc' },
] as const satisfies Prisma.SessionMessageOrderByWithRelationInput[]

export function sessionMessageReads(db: Connection): SessionMessageReads {
  return {
    async sessionMessage(id) {
      const row = isUuid(id) ? await db.sessionMessage.findUnique({ where: { id } }) : null
      return row && sessionMessageOf(row)
    },
    async sessionMessages(sessionId) {
      if (!isUuid(sessionId)) return []
      const rows = await db.sessionMessage.findMany({ where: { sessionId }, orderBy: OLDEST_FIRST })
      return rows.map(sessionMessageOf)
    },
    async openSessionMessages(runId) {
      if (!isUuid(runId)) return []
      const where = { runId, acknowledgedAt: null, session: { status: 'RUNNING' } }
      const rows = await db.sessionMessage.findMany({ where, orderBy: OLDEST_FIRST })
      return rows.map(sessionMessageOf)
    },
  }
}

export function sessionMessageWrites(db: Connection): SessionMessageWrites {
  return {
    async insertSessionMessage(message) {
      const { count } = await db.sessionMessage.createMany({ data: [sessionMessageRow(message)], skipDuplicates: true })
      return count === 1
    },
    async acknowledgeSessionMessage(sessionId, id, at) {
      if (!isUuid(id)) return
      const where = { id, sessionId, acknowledgedAt: null }
      await db.sessionMessage.updateMany({ where, data: { acknowledgedAt: new Date(at) } })
    },
  }
}
