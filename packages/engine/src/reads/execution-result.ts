import type { BatchRecord, RunTaskRecord } from '../domain/records.ts'
import { tally } from '../lifecycle/batch-lifecycle.ts'
import type { Store } from '../ports/store.ts'

const MICRO = 1_000_000

/** The outcome of a run that was started by `startCodingSessions`. */
export interface ExecutionResult {
  runId: string | null
  status: 'COMPLETED' | 'FAILED' | 'CANCELLED'
  totalBatches: number
  completedBatches: number
  totalTasks: number
  completedTasks: number
  failedTasks: readonly { taskKey: string; status: string; error: string }[]
  batches: readonly {
    number: number
    status: string
    completed: number
    failed: number
    skipped: number
    cancelled: number
    durationMs: number
  }[]
  durationMs: number
  costUsd: number
}

export const NOTHING_DONE: ExecutionResult = {
  runId: null,
  status: 'COMPLETED',
  totalBatches: 0,
  completedBatches: 0,
  totalTasks: 0,
  completedTasks: 0,
  failedTasks: [],
  batches: [],
  durationMs: 0,
  costUsd: 0,
}

/** @param runId a run that has ended */
export async function executionResult(store: Store, runId: string): Promise<ExecutionResult> {
  const run = await store.run(runId)
  if (!run) throw new Error(`the run ${runId} was deleted`)
  const [batches, tasks, sessions] = await Promise.all([
    store.batches(runId),
    store.runTasks(runId),
    store.sessions(runId),
  ])
  const results = batches.map((batch) => batchResult(batch, tasks))
  return {
    runId,
    status: run.status as ExecutionResult['status'],
    totalBatches: run.totalBatches,
    completedBatches: results.filter((batch) => batch.status === 'COMPLETED').length,
    totalTasks: run.totalTasks,
    completedTasks: tasks.filter((task) => task.status === 'COMPLETED').length,
    failedTasks: tasks.filter((task) => task.status !== 'COMPLETED').map(failedTask),
    batches: results,
    durationMs: (run.finishedAt ?? run.createdAt) - (run.startedAt ?? run.createdAt),
    costUsd: sessions.reduce((sum, session) => sum + session.metrics.knownCostMicroUsd, 0) / MICRO,
  }
}

const failedTask = (task: RunTaskRecord) => ({
  taskKey: task.key,
  status: task.status,
  error: task.statusReason ?? task.status,
})

function batchResult(batch: BatchRecord, tasks: readonly RunTaskRecord[]): ExecutionResult['batches'][number] {
  const counts = tally(tasks.filter((task) => task.batchId === batch.id))
  const durationMs = batch.startedAt && batch.finishedAt ? batch.finishedAt - batch.startedAt : 0
  return { number: batch.number, status: batch.status, ...counts, durationMs }
}
