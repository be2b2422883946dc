import type { ResultOf } from '../../client/graphql.ts'
import { isRunEnded } from '../../marks/statuses.ts'
import type { DeliveryView, RunView, SessionView, TaskView } from '../view/run-view.ts'
import type { RUN_SNAPSHOT } from './run-documents.ts'

type Run = NonNullable<ResultOf<typeof RUN_SNAPSHOT>['run']>
type Task = Run['tasks']['edges'][number]['node']

const timeOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))

function sessionView(session: Task['sessions'][number]): SessionView {
  const { metrics, startedAt, endedAt, ...rest } = session
  return { ...rest, startedAt: Date.parse(startedAt), endedAt: timeOf(endedAt), costUsd: metrics.costUsd }
}

function taskView(task: Task): TaskView {
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
    dependsOn: task.dependsOn.map(({ key, kind }) => ({ key, soft: kind === 'SOFT' })),
  }
}

/** R2: no event says that an active run begins to deliver by itself, so a page that was opened in that moment must not show it either. */
const readDelivery = (status: Run['status'], { at, inProgress, ...delivery }: Run['delivery']): DeliveryView => ({
  ...delivery,
  at: timeOf(at),
  inProgress: inProgress && isRunEnded(status),
})

/** The view of a snapshot. `nodes`: the tasks of all its pages. */
export function readRun(run: Run, nodes: readonly Task[]): RunView {
  const { project, delivery } = run
  const epics = new Map(nodes.map(({ epicKey, epicName }) => [epicKey, epicName]))
  return {
    id: run.id,
    number: run.number,
    projectId: project.id,
    projectName: project.name,
    baseBranch: run.baseBranch,
    mode: run.mode,
    status: run.status,
    reason: run.statusReason,
    strategy: run.strategy,
    isolation: run.isolation,
    maxConcurrency: run.maxConcurrency,
    branch: run.branch,
    startedAt: timeOf(run.startedAt),
    finishedAt: timeOf(run.finishedAt),
    forecast: run.forecast?.wallMs ?? null,
    discarded: run.discardedAt !== null,
    delivery: readDelivery(run.status, delivery),
    batches: run.batches.map(({ number, status, startCommit, startedAt, finishedAt }) => ({
      number,
      status,
      startCommit,
      startedAt: timeOf(startedAt),
      finishedAt: timeOf(finishedAt),
    })),
    tasks: nodes.map(taskView),
    epics: [...epics].map(([key, name]) => ({ key, name })),
    lastSequence: run.lastSequence,
  }
}
