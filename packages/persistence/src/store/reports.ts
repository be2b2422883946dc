import type { StoreReads, StoreTransaction } from '@coppice/engine'
import type { Connection } from './connection.ts'
import { followUpOf, followUpRow, issueRow } from './rows.ts'
import { storable } from './storable.ts'
import { isUuid } from './uuid.ts'

type ReportReads = Pick<StoreReads, 'followUp'>
type ReportWrites = Pick<StoreTransaction, 'insertIssue' | 'insertFollowUp' | 'decideFollowUp'>

export function reportReads(db: Connection): ReportReads {
  return {
    async followUp(id) {
      const row = isUuid(id) ? await db.followUp.findUnique({ where: { id } }) : null
      return row && followUpOf(row)
    },
  }
}

/** Agents may report the same again after an interruption. `skipDuplicates` keeps the first report with the same words. */
export function reportWrites(db: Connection): ReportWrites {
  return {
    async insertIssue(issue) {
      const { count } = await db.issue.createMany({ data: [issueRow(issue)], skipDuplicates: true })
      return count === 1
    },
    async insertFollowUp(followUp) {
      const { projectId } = followUp
      const { _max } = await db.followUp.aggregate({ where: { projectId }, _max: { number: true } })
      const number = (_max.number ?? 0) + 1
      const data = [followUpRow({ ...followUp, number })]
      const { count } = await db.followUp.createMany({ data, skipDuplicates: true })
      return count === 1 ? number : null
    },
    async decideFollowUp(id, { decidedAt, ...decision }) {
      if (!isUuid(id)) return false
      const data = storable({ ...decision, decidedAt: decidedAt === null ? null : new Date(decidedAt) })
      return (await db.followUp.updateMany({ where: { id, status: 'PROPOSED' }, data })).count === 1
    },
  }
}
