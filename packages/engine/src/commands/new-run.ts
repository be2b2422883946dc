import { randomUUID } from 'node:crypto'
import type { GraphBatch } from '../domain/plan.ts'
import { effectivePriority } from '../domain/priority.ts'
import type {
  BatchRecord,
  EpicRecord,
  PlanRecord,
  ProjectRecord,
  RunRecord,
  RunTaskRecord,
  TaskRecord,
} from '../domain/records.ts'
import type { RunOptions } from '../domain/run-options.ts'
import type { ExpandedDependencies } from '../plan/expanded-dependencies.ts'
import type { KeptWork } from '../reads/kept-work.ts'

/** The fields of a new run that its project and its options do not give. */
type OwnFields = Pick<
  RunRecord,
  | 'id'
  | 'number'
  | 'branch'
  | 'baseCommit'
  | 'carriedRunIds'
  | 'totalBatches'
  | 'totalTasks'
  | 'forecast'
  | 'statusReason'
  | 'budgetMicroUsd'
>

/** Creates the record of a run. `now` is in ms. */
export function newRun(project: ProjectRecord, options: RunOptions, own: OwnFields, now: number): RunRecord {
  return {
    ...own,
    projectId: project.id,
    baseBranch: project.baseBranch,
    mode: options.mode,
    strategy: options.strategy,
    isolation: options.isolation,
    maxConcurrency: options.maxConcurrency,
    status: 'RUNNING',
    startCommit: null,
    settings: project.settings,
    lastSequence: 0,
    createdAt: now,
    startedAt: now,
    finishedAt: null,
    deliveryStatus: 'PENDING',
    deliveryCommit: null,
    deliveryFrom: null,
    deliveryReason: null,
    deliveryAt: null,
    deliveryRequestedAt: null,
    deliveryTarget: null,
    discardedAt: null,
    budgetWarned: 0,
    awaitsBudget: false,
    projectWarned: 0,
    dayWarned: 0,
    warnedDay: null,
    resumesAt: null,
    unpricedAsked: false,
    halts: 0,
    endedAtHalt: 0,
    lastCommand: 0,
    ownerEpoch: 0,
    folder: null,
  }
}

export interface RunTasks {
  batches: BatchRecord[]
  tasks: RunTaskRecord[]
}

/** Creates the records of the run's batches and tasks. `kept` contains finished work of earlier runs by the task's id. */
export function newRunTasks(
  runId: string,
  plan: PlanRecord,
  graph: { batches: readonly GraphBatch[]; dependsOn: ExpandedDependencies },
  kept: ReadonlyMap<string, KeptWork>,
): RunTasks {
  const batches = graph.batches.map((batch) => newBatch(runId, batch.number))
  const byKey = new Map(plan.tasks.filter((task) => task.archivedAt === null).map((task) => [task.key, task]))
  const epics = new Map(plan.epics.map((epic) => [epic.id, epic]))
  const tasks: RunTaskRecord[] = []
  for (const [index, batch] of graph.batches.entries()) {
    for (const key of batch.keys) {
      const task = byKey.get(key)
      const epic = task && epics.get(task.epicId)
      const record = batches[index]
      if (!task || !epic || !record) throw new Error(`the graph contains the task ${key}, but the plan does not`)
      const place = { runId, batchId: record.id, batchNumber: record.number, position: tasks.length }
      const frozen = { epicKey: epic.key, epicName: epic.name, dependsOn: graph.dependsOn.get(key) }
      tasks.push({ ...newRunTask(task, epic), ...place, ...frozen, ...kept.get(task.id) })
    }
  }
  return { batches, tasks }
}

const newBatch = (runId: string, number: number): BatchRecord => ({
  id: randomUUID(),
  runId,
  number,
  status: 'PENDING',
  startCommit: null,
  startedAt: null,
  finishedAt: null,
})

/** Copies the task as it is now, because a run keeps the plan with which it started (P6). */
function newRunTask(task: TaskRecord, epic: EpicRecord) {
  return {
    id: randomUUID(),
    taskId: task.id,
    key: task.key,
    description: task.description,
    action: task.action,
    agent: task.settings.agent.kind,
    model: task.settings.model,
    priority: effectivePriority(task, epic),
    settings: task.settings,
    status: 'PENDING',
    statusReason: null,
    phase: null,
    phaseStartedAt: null,
    scheduledFor: null,
    awaitedResource: null,
    attempts: 0,
    countedAttempts: 0,
    qualityFailures: 0,
    ownFailures: 0,
    conflictSessions: 0,
    startsFromTip: false,
    cancelRequested: false,
    startedAt: null,
    finishedAt: null,
    branch: null,
    workCommit: null,
    noChange: false,
    keptFromRunId: null,
    refusedTree: null,
    commit: null,
    conflictFiles: [],
    clashes: [],
    lastFailure: null,
    lastCommand: 0,
  } satisfies Partial<RunTaskRecord>
}
