import type { PlannedRun, PlannedTask } from '../documents/planned.ts'
import { isRunEnded } from '../statuses.ts'
import { plannedRun } from './planned-run.ts'
import { type DeliveryView, type RunView, type SessionView, type TaskView, UNKNOWN_RUN } from './run-view.ts'
import { plannedTask } from './tasks.ts'

/** The result of `RUN_SNAPSHOT`. Times are ISO-8601. */
export interface RunSnapshot extends PlannedRun {
  status: RunView['status']
  statusReason: string | null
  awaitsBudget: boolean
  resumesAt: string | null
  budgetUsd: number | null
  startedAt: string | null
  finishedAt: string | null
  lastSequence: number
  discardedAt: string | null
  holds?: readonly { provider: string; until: string }[]
  delivery: Omit<DeliveryView, 'at'> & { at: string | null }
  batches: readonly {
    number: number
    status: RunView['batches'][number]['status']
    startCommit: string | null
    startedAt: string | null
    finishedAt: string | null
  }[]
}

export interface TaskSnapshot extends PlannedTask {
  status: TaskView['status']
  statusReason: string | null
  phase: TaskView['phase']
  phaseStartedAt: string | null
  scheduledFor: string | null
  awaitedResource: string | null
  attempts: number
  startedAt: string | null
  finishedAt: string | null
  commit: string | null
  branch: string | null
  conflictFiles: readonly string[]
  clashes: TaskView['clashes']
  lastFailure: { output: string } | null
  sessions: readonly SessionSnapshot[]
  issues: TaskView['issues']
  followUps: TaskView['followUps']
}

interface SessionSnapshot extends Omit<SessionView, 'startedAt' | 'endedAt' | 'costUsd'> {
  startedAt: string
  endedAt: string | null
  metrics: { costUsd: number | null }
}

const timeOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))

/** The cost of a running session changes without an event, so a snapshot contains it only after the end of the session (R2). */
function sessionView({ metrics, startedAt, endedAt, ...rest }: SessionSnapshot): SessionView {
  const costUsd = endedAt === null ? null : metrics.costUsd
  return { ...rest, startedAt: Date.parse(startedAt), endedAt: timeOf(endedAt), costUsd }
}

function taskView(task: TaskSnapshot): TaskView {
  const { id, key, epicKey, epicName, batchNumber, description, agent, uses, dependsOn } = task
  return {
    ...plannedTask({ id, key, epicKey, epicName, batchNumber, description, agent, uses, dependsOn }),
    status: task.status,
    reason: task.statusReason,
    phase: task.phase,
    phaseStartedAt: timeOf(task.phaseStartedAt),
    scheduledFor: timeOf(task.scheduledFor),
    awaitedResource: task.awaitedResource,
    attempts: task.attempts,
    startedAt: timeOf(task.startedAt),
    finishedAt: timeOf(task.finishedAt),
    commit: task.commit,
    branch: task.branch,
    conflictFiles: task.conflictFiles,
    clashes: task.clashes,
    failureOutput: task.lastFailure?.output ?? null,
    sessions: task.sessions.map(sessionView),
    issues: task.issues,
    followUps: task.followUps,
  }
}

/**
 * Returns the delivery of a run. `inProgress` is true only for a delivery that a person requested. A run also delivers automatically at its
 * end. No event reports that such a delivery begins, so a state that is folded from events does not contain it, and a snapshot must show
 * the same state (R2).
 */
const deliveryView = (
  status: RunView['status'],
  { at, inProgress, ...rest }: RunSnapshot['delivery'],
): DeliveryView => ({
  ...rest,
  at: timeOf(at),
  inProgress: inProgress && isRunEnded(status),
})

/** Returns the state of a run from a snapshot. @param nodes the tasks of all pages of the snapshot */
export function readRun(run: RunSnapshot, nodes: readonly TaskSnapshot[]): RunView {
  const epics = new Map(nodes.map(({ epicKey, epicName }) => [epicKey, epicName]))
  return {
    ...headView(run),
    delivery: deliveryView(run.status, run.delivery),
    batches: run.batches.map(({ startedAt, finishedAt, ...batch }) => ({
      ...batch,
      startedAt: timeOf(startedAt),
      finishedAt: timeOf(finishedAt),
    })),
    tasks: nodes.map(taskView),
    epics: [...epics].map(([key, name]) => ({ key, name })),
  }
}

function headView(run: RunSnapshot): RunView {
  return {
    ...UNKNOWN_RUN,
    ...plannedRun(run),
    status: run.status,
    reason: run.statusReason,
    awaitsBudget: run.awaitsBudget,
    resumesAt: timeOf(run.resumesAt),
    budgetUsd: run.budgetUsd,
    startedAt: timeOf(run.startedAt),
    finishedAt: timeOf(run.finishedAt),
    holds: (run.holds ?? []).map(({ provider, until }) => ({ provider, until: Date.parse(until) })),
    discarded: run.discardedAt !== null,
    lastSequence: run.lastSequence,
  }
}
