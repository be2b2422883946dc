import type { StoreReads, StoreTransaction } from '@coppice/engine'
import { insertRows } from './bulk.ts'
import type { Connection } from './connection.ts'
import { ANY_EPOCH, requireOwner } from './require-owner.ts'
import { batchOf, batchPatchRow, batchRow, runOf, runPatchRow, runRow, runTaskRow } from './rows.ts'
import { isUuid } from './uuid.ts'
import type { Written } from './written.ts'

type RunReads = Pick<StoreReads, 'run' | 'runs' | 'activeRun' | 'activeRuns' | 'requestedDeliveries' | 'batches'>
type RunWrites = Pick<StoreTransaction, 'insertRun' | 'updateRun' | 'takeRun' | 'updateBatch' | 'nextCommand'>

export function runReads(db: Connection): RunReads {
  return {
    async run(id) {
      const row = isUuid(id) ? await db.run.findUnique({ where: { id } }) : null
      return row && runOf(row)
    },
    async runs(projectId) {
      if (!isUuid(projectId)) return []
      return (await db.run.findMany({ where: { projectId }, orderBy: { number: 'desc' } })).map(runOf)
    },
    async activeRun(projectId) {
      const row = isUuid(projectId) ? await db.run.findUnique({ where: { activeProjectId: projectId } }) : null
      return row && runOf(row)
    },
    async activeRuns() {
      const rows = await db.run.findMany({ where: { activeProjectId: { not: null } }, orderBy: { createdAt: 'asc' } })
      return rows.map(runOf)
    },
    async requestedDeliveries() {
      const where = { deliveryRequestedAt: { not: null } }
      return (await db.run.findMany({ where, orderBy: { deliveryRequestedAt: 'asc' } })).map(runOf)
    },
    async batches(runId) {
      if (!isUuid(runId)) return []
      return (await db.batch.findMany({ where: { runId }, orderBy: { number: 'asc' } })).map(batchOf)
    },
  }
}

/** @param written collects the changes of which listeners are notified after the commit */
export function runWrites(
  db: Connection,
  written: Pick<Written, 'commandedRuns' | 'hasWork'>,
  ownerEpoch: number = ANY_EPOCH,
): RunWrites {
  return {
    async insertRun(run, batches, tasks) {
      // `activeProjectId` is unique, so only one of several simultaneous starts of a project inserts a row.
      const { count } = await db.run.createMany({ data: [runRow(run)], skipDuplicates: true })
      if (count === 0) return false
      await db.project.updateMany({
        where: { id: run.projectId, lastRunNumber: { lt: run.number } },
        data: { lastRunNumber: run.number },
      })
      await insertRows(db, 'Batch', batches.map(batchRow))
      await insertRows(db, 'RunTask', tasks.map(runTaskRow))
      written.hasWork = true
      return true
    },
    async updateRun(id, from, patch) {
      if (!isUuid(id)) return false
      const where = { id, status: { in: [...from] }, ownerEpoch: { lte: ownerEpoch } }
      const { count } = await db.run.updateMany({ where, data: runPatchRow(patch) })
      if (count === 0) await requireOwner(db, id, ownerEpoch)
      if (count === 1 && patch.deliveryRequestedAt) written.hasWork = true
      return count === 1
    },
    async nextCommand(runId) {
      if (!isUuid(runId)) return null
      const [row] = await db.run.updateManyAndReturn({
        where: { id: runId },
        data: { lastCommand: { increment: 1 } },
        select: { lastCommand: true },
      })
      if (row) written.commandedRuns.add(runId)
      return row?.lastCommand ?? null
    },
    async takeRun(id, { epoch, folder }) {
      if (!isUuid(id)) return null
      const taken = await db.$executeRaw`
        UPDATE "Run" SET "ownerEpoch" = ${epoch}, "folder" = CASE
          WHEN coalesce("folder" ->> 'id', ${folder.id}) = ${folder.id} THEN ${JSON.stringify(folder)}::jsonb
          ELSE "folder" END
        WHERE "id" = ${id}::uuid AND "ownerEpoch" <= ${epoch}
          AND NOT EXISTS (SELECT FROM "ServerClaim" WHERE "epoch" > ${epoch})`
      const row = taken === 1 ? await db.run.findUnique({ where: { id } }) : null
      return row && runOf(row)
    },
    async updateBatch(id, from, patch) {
      if (!isUuid(id)) return false
      const where = { id, status: { in: [...from] } }
      return (await db.batch.updateMany({ where, data: batchPatchRow(patch) })).count === 1
    },
  }
}
