import type { StoreReads, StoreTransaction } from '@coppice/engine'
import type { Connection } from './connection.ts'
import { projectOf, projectPatchRow, projectRow } from './rows.ts'
import { storable } from './storable.ts'
import { isUuid } from './uuid.ts'
import type { Written } from './written.ts'

type ProjectReads = Pick<StoreReads, 'projects' | 'project' | 'projectByName'>
type ProjectWrites = Pick<StoreTransaction, 'insertProject' | 'updateProject' | 'deleteProject' | 'nextSessionNumber'>

export function projectReads(db: Connection): ProjectReads {
  return {
    async projects() {
      return (await db.project.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })).map(projectOf)
    },
    async project(id) {
      const row = isUuid(id) ? await db.project.findUnique({ where: { id } }) : null
      return row && projectOf(row)
    },
    async projectByName(name) {
      const row = await db.project.findUnique({ where: { name: storable(name) } })
      return row && projectOf(row)
    },
  }
}

export function projectWrites(
  db: Connection,
  written: Pick<Written, 'sessionNumbers' | 'hasDeletedProject'>,
): ProjectWrites {
  return {
    async insertProject(project) {
      // `skipDuplicates` is ON CONFLICT DO NOTHING. Without it, a taken name would end the whole transaction.
      const { count } = await db.project.createMany({ data: [projectRow(project)], skipDuplicates: true })
      return count === 1
    },
    async updateProject(id, patch) {
      if (isUuid(id)) await db.project.updateMany({ where: { id }, data: projectPatchRow(patch) })
    },
    async deleteProject(id) {
      if (isUuid(id)) await db.project.deleteMany({ where: { id } })
      written.hasDeletedProject = true
    },
    async nextSessionNumber(projectId) {
      const { lastSessionNumber } = await db.project.update({
        where: { id: projectId },
        data: { lastSessionNumber: { increment: 1 } },
        select: { lastSessionNumber: true },
      })
      written.sessionNumbers.set(projectId, lastSessionNumber)
      return lastSessionNumber
    },
  }
}
