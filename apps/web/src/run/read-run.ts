import type { ResultOf } from '../client/graphql.ts'
import type { RUN_SNAPSHOT } from './run-documents.ts'
import type { DependencyView, RunView, SessionView, TaskView } from './run-view.ts'

type Run = NonNullable<ResultOf<typeof RUN_SNAPSHOT>['run']>
type Task = Run['tasks']['edges'][number]['node']
type Epics = Run['project']['epics']

const timeOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))

function sessionView(session: Task['sessions'][number]): SessionView {
  const { metrics, startedAt, endedAt, ...rest } = session
  return { ...rest, startedAt: Date.parse(startedAt), endedAt: timeOf(endedAt), costUsd: metrics.costUsd }
}

/** P2: a task of an epic that needs an epic needs all of its tasks. */
function dependenciesOf(
  task: Task,
  epics: Epics,
  keysByEpic: ReadonlyMap<string, readonly string[]>,
): DependencyView[] {
  const own = task.task.dependsOn.map(({ kind, task: needed }) => ({ key: needed.key, soft: kind === 'SOFT' }))
  const epic = epics.edges.find(({ node }) => node.key === task.epicKey)?.node
  const known = new Set(own.map(({ key }) => key))
  const through = (epic?.dependsOn ?? [])
    .flatMap((needed) => keysByEpic.get(needed.key) ?? [])
    .filter((key) => !known.has(key))
  return [...own, ...through.map((key) => ({ key, soft: false }))]
}

function taskView(task: Task, dependsOn: readonly DependencyView[]): TaskView {
  return {
    id: task.id,
    key: task.key,
    epicKey: task.epicKey,
    batchNumber: task.batchNumber,
    description: task.description,
    agent: task.agent,
    status: task.status,
    reason: task.statusReason,
    phase: task.phase,
    phaseStartedAt: timeOf(task.phaseStartedAt),
    scheduledFor: timeOf(task.scheduledFor),
    attempts: task.attempts,
    startedAt: timeOf(task.startedAt),
    finishedAt: timeOf(task.finishedAt),
    commit: task.commit,
    branch: task.branch,
    conflictFiles: task.conflictFiles,
    sessions: task.sessions.map(sessionView),
    dependsOn,
  }
}

/** The view of a snapshot. `nodes`: the tasks of all its pages. */
export function readRun(run: Run, nodes: readonly Task[]): RunView {
  const { project, delivery } = run
  const keysByEpic = new Map<string, string[]>()
  for (const { epicKey, key } of nodes) keysByEpic.set(epicKey, [...(keysByEpic.get(epicKey) ?? []), key])
  const named = new Map(project.epics.edges.map(({ node }) => [node.key, node.name]))
  return {
    id: run.id,
    number: run.number,
    projectId: project.id,
    projectName: project.name,
    baseBranch: project.baseBranch,
    mode: run.mode,
    status: run.status,
    reason: run.statusReason,
    strategy: run.strategy,
    isolation: run.isolation,
    maxConcurrency: run.maxConcurrency,
    branch: run.branch,
    startedAt: timeOf(run.startedAt),
    finishedAt: timeOf(run.finishedAt),
    delivery: { status: delivery.status, commit: delivery.commit, reason: delivery.reason, at: timeOf(delivery.at) },
    batches: run.batches.map(({ number, status, startedAt, finishedAt }) => ({
      number,
      status,
      startedAt: timeOf(startedAt),
      finishedAt: timeOf(finishedAt),
    })),
    tasks: nodes.map((task) => taskView(task, dependenciesOf(task, project.epics, keysByEpic))),
    epics: [...keysByEpic.keys()].map((key) => ({ key, name: named.get(key) ?? key })),
    lastSequence: run.lastSequence,
    lastEventAt: null,
  }
}
