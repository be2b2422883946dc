import type { StoreReads, StoreTransaction } from '@coppice/engine'
import type { Connection } from './connection.ts'
import { runTaskOf, runTaskPatchRow } from './rows.ts'
import { isUuid } from './uuid.ts'

type RunTaskReads = Pick<StoreReads, 'runTasks' | 'runTask' | 'runTasksAfter' | 'runTasksOf'>
type RunTaskWrites = Pick<StoreTransaction, 'updateRunTask'>

const include = { batch: { select: { number: true } } }

export function runTaskReads(db: Connection): RunTaskReads {
  return {
    async runTasks(runId) {
      if (!isUuid(runId)) return []
      const rows = await db.runTask.findMany({ where: { runId }, orderBy: { position: 'asc' }, include })
      return rows.map(runTaskOf)
    },
    async runTask(id) {
      const row = isUuid(id) ? await db.runTask.findUnique({ where: { id }, include }) : null
      return row && runTaskOf(row)
    },
    async runTasksAfter(runId, command) {
      if (!isUuid(runId)) return []
      const where = { runId, lastCommand: { gt: command } }
      return (await db.runTask.findMany({ where, orderBy: { position: 'asc' }, include })).map(runTaskOf)
    },
    async runTasksOf(taskId) {
      if (!isUuid(taskId)) return []
      const rows = await db.runTask.findMany({ where: { taskId }, orderBy: { run: { number: 'desc' } }, include })
      return rows.map(runTaskOf)
    },
  }
}

export function runTaskWrites(db: Connection): RunTaskWrites {
  return {
    async updateRunTask(id, from, patch) {
      if (!isUuid(id)) return false
      const where = { id, status: { in: [...from] } }
      return (await db.runTask.updateMany({ where, data: runTaskPatchRow(patch) })).count === 1
    },
  }
}
