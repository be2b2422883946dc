import { randomUUID } from 'node:crypto'
import { runBranch } from '../domain/naming.ts'
import type { GraphBatch } from '../domain/plan.ts'
import type { BatchRecord, PlanRecord, ProjectRecord, RunRecord, RunTaskRecord, TaskRecord } from '../domain/records.ts'
import { CircularDependency, InvalidInput, NotFound, NothingToDo, RunActive } from '../domain/refusals.ts'
import type { Isolation, RunMode, Strategy } from '../domain/statuses.ts'
import { insertRun } from '../lifecycle/run-lifecycle.ts'
import type { ExpandedDependencies } from '../plan/expanded-dependencies.ts'
import { planGraph } from '../plan/plan-graph.ts'
import type { Repository } from '../ports/git.ts'
import type { CommandDeps } from './command-deps.ts'
import { type DoneTasks, doneTasks } from './done-tasks.ts'
import { type KeptWork, keptWork } from './kept-work.ts'
import { storedGraph } from './stored-graph.ts'

export interface StartRun {
  projectId: string
  mode: RunMode
  maxConcurrency: number
  strategy: Strategy
  isolation: Isolation
}

export const MAX_CONCURRENCY = 64

/** Stores a run of all incomplete tasks and sets it going. Nothing is written when it is refused. */
export async function startRun(deps: CommandDeps, input: StartRun): Promise<RunRecord> {
  const project = await deps.store.project(input.projectId)
  if (!project) throw new NotFound('There is no such project.')
  checkConcurrency(input.maxConcurrency)
  await refuseWhileActive(deps, project)
  const plan = await deps.store.plan(project.id)
  const done = await doneTasks(deps, project)
  const graph = planGraph({ ...storedGraph(plan), done: done.keys })
  if (!graph.ok) throw new CircularDependency(graph.cycles)
  if (graph.batches.length === 0) throw new NothingToDo(nothingToDo(project, plan))
  checkAgents(deps, plan, graph.batches)
  const kept = await keptWork(deps, project, done.repository)
  const run = await insert(deps, project, input, done, (id) => runTasks(id, plan, graph, kept))
  await deps.launch(run.id)
  return run
}

function checkConcurrency(maxConcurrency: number): void {
  if (Number.isInteger(maxConcurrency) && maxConcurrency >= 1 && maxConcurrency <= MAX_CONCURRENCY) return
  const message = `maxConcurrency is ${maxConcurrency}; it must be a whole number from 1 to ${MAX_CONCURRENCY}.`
  throw new InvalidInput([{ path: 'maxConcurrency', message }])
}

async function refuseWhileActive(deps: CommandDeps, project: ProjectRecord): Promise<void> {
  const active = await deps.store.activeRun(project.id)
  if (active) throw runActive(active)
}

const runActive = (run: RunRecord) =>
  new RunActive(
    run.id,
    `Run ${run.number} is active. A project has one active run at a time: wait for it, or cancel it.`,
  )

function nothingToDo(project: ProjectRecord, plan: PlanRecord): string {
  return plan.tasks.some((task) => task.archivedAt === null)
    ? `Every task of ${project.name} is done.`
    : `${project.name} has no plan yet. Import one.`
}

/** An agent kind that this server does not have is refused before anything starts. */
function checkAgents(deps: CommandDeps, plan: PlanRecord, batches: readonly GraphBatch[]): void {
  const due = new Set(batches.flatMap((batch) => batch.keys))
  const fields = plan.tasks
    .filter((task) => task.archivedAt === null && due.has(task.key) && !deps.agents.has(task.settings.agent))
    .map((task) => ({
      path: `tasks.${task.key}.agent`,
      message: `There is no agent ${task.settings.agent} in this version; it has: ${[...deps.agents.keys()].join(', ')}. Set \`agent\` in the plan.`,
    }))
  if (fields.length > 0) throw new InvalidInput(fields)
}

/** The run's branch is its reservation: made before the record, taken back when the record is refused (I4). */
async function insert(
  deps: CommandDeps,
  project: ProjectRecord,
  input: StartRun,
  done: DoneTasks,
  tasksOf: (runId: string) => { batches: BatchRecord[]; tasks: RunTaskRecord[] },
): Promise<RunRecord> {
  const id = randomUUID()
  const { batches, tasks } = tasksOf(id)
  for (let number = project.lastRunNumber + 1; ; number += 1) {
    const branch = runBranch(number)
    if (!(await isFree(done.repository, number)) || !(await done.repository.updateRef(branch, done.base, null)))
      continue
    const run = newRun(deps, id, project, input, done, number, branch, batches.length, tasks.length)
    const inserted = await insertRun(deps, run, batches, tasks)
    if (inserted) return inserted
    await done.repository.deleteRef(branch, done.base)
    const active = await deps.store.activeRun(project.id)
    if (active) throw runActive(active)
  }
}

async function isFree(repository: Repository, number: number): Promise<boolean> {
  if (await repository.resolve(runBranch(number))) return false
  return (await repository.refs(`refs/heads/coppice/work/run-${number}/`)).length === 0
}

function newRun(
  deps: CommandDeps,
  id: string,
  project: ProjectRecord,
  input: StartRun,
  done: DoneTasks,
  number: number,
  branch: string,
  totalBatches: number,
  totalTasks: number,
): RunRecord {
  const now = deps.clock.now()
  return {
    id,
    projectId: project.id,
    number,
    mode: input.mode,
    status: 'RUNNING',
    statusReason: null,
    strategy: input.strategy,
    isolation: input.isolation,
    maxConcurrency: input.mode === 'SEQUENTIAL' ? 1 : input.maxConcurrency,
    branch,
    baseCommit: done.base,
    startCommit: null,
    settings: project.settings,
    carriedRunIds: done.carried.map((run) => run.id),
    totalBatches,
    totalTasks,
    lastSequence: 0,
    createdAt: now,
    startedAt: now,
    finishedAt: null,
    deliveryStatus: 'PENDING',
    deliveryCommit: null,
    deliveryReason: null,
    deliveryAt: null,
    deliveryTarget: null,
    discardedAt: null,
  }
}

function runTasks(
  runId: string,
  plan: PlanRecord,
  graph: { batches: readonly GraphBatch[]; dependsOn: ExpandedDependencies },
  kept: ReadonlyMap<string, KeptWork>,
): { batches: BatchRecord[]; tasks: RunTaskRecord[] } {
  const batches = graph.batches.map((batch) => newBatch(runId, batch.number))
  const byKey = new Map(plan.tasks.filter((task) => task.archivedAt === null).map((task) => [task.key, task]))
  const epics = new Map(plan.epics.map((epic) => [epic.id, epic]))
  const tasks: RunTaskRecord[] = []
  for (const [index, batch] of graph.batches.entries()) {
    for (const key of batch.keys) {
      const task = byKey.get(key)
      const epic = task && epics.get(task.epicId)
      const record = batches[index]
      if (!task || !epic || !record) throw new Error(`the graph names ${key}, which the plan lacks`)
      const place = { runId, batchId: record.id, batchNumber: record.number, position: tasks.length }
      const frozen = { epicKey: epic.key, epicName: epic.name, dependsOn: graph.dependsOn.get(key) }
      tasks.push({ ...newRunTask(task), ...place, ...frozen, ...kept.get(task.id) })
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

/** P6: the task as it is now, frozen. */
function newRunTask(task: TaskRecord) {
  return {
    id: randomUUID(),
    taskId: task.id,
    key: task.key,
    description: task.description,
    action: task.action,
    agent: task.settings.agent,
    model: task.settings.model,
    settings: task.settings,
    status: 'PENDING',
    statusReason: null,
    phase: null,
    phaseStartedAt: null,
    scheduledFor: null,
    attempts: 0,
    countedAttempts: 0,
    conflictSessions: 0,
    startsFromTip: false,
    startedAt: null,
    finishedAt: null,
    branch: null,
    workCommit: null,
    noChange: false,
    keptFromRunId: null,
    refusedTree: null,
    commit: null,
    conflictFiles: [],
    lastFailure: null,
  } satisfies Partial<RunTaskRecord>
}
