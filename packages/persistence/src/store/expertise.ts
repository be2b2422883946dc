import type { StoreReads, StoreTransaction } from '@coppice/engine'
import { byUsefulness } from '@coppice/engine/expertise'
import type { Connection } from './connection.ts'
import { expertiseRows, inOrder } from './expertise-rows.ts'
import { expertiseEntryOf, expertiseEntryRow } from './rows.ts'
import { isUuid } from './uuid.ts'

type ExpertiseReads = Pick<StoreReads, 'expertise' | 'allExpertise' | 'expertiseEntry' | 'expertiseAround'>
type ExpertiseWrites = Pick<StoreTransaction, 'putExpertise' | 'removeExpertise'>

export function expertiseReads(db: Connection): ExpertiseReads {
  return {
    async expertise(projectId) {
      if (!isUuid(projectId)) return []
      const { rows } = await expertiseRows(db, projectId)
      return inOrder(rows.map(({ entry }) => entry))
    },
    async allExpertise(projectId) {
      if (!isUuid(projectId)) return []
      return (await db.expertiseEntry.findMany({ where: { projectId } })).map(expertiseEntryOf).sort(byUsefulness)
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
