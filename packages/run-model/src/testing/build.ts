import type { SessionView, TaskView } from '../fold/run-view.ts'

/** When the run of the fixtures began, in ms since the epoch. */
export const BEGAN = Date.parse('2026-11-20T14:01:48Z')
export const SECOND = 1000

export function task(key: string, epicKey: string, batchNumber: number, rest: Partial<TaskView> = {}): TaskView {
  return {
    id: `task-${key}`,
    key,
    epicKey,
    batchNumber,
    description: key,
    agent: 'command',
    uses: [],
    status: 'PENDING',
    reason: null,
    phase: null,
    phaseStartedAt: null,
    scheduledFor: null,
    awaitedResource: null,
    attempts: 0,
    startedAt: null,
    finishedAt: null,
    commit: null,
    branch: null,
    conflictFiles: [],
    clashes: [],
    failureOutput: null,
    sessions: [],
    issues: [],
    followUps: [],
    dependsOn: [],
    ...rest,
  }
}

export function session(id: string, rest: Partial<SessionView> = {}): SessionView {
  return {
    id,
    number: null,
    kind: 'WORK',
    attempt: 1,
    agent: 'command',
    model: null,
    status: 'RUNNING',
    error: null,
    startCommit: null,
    worktreePath: null,
    startedAt: BEGAN,
    endedAt: null,
    flatRate: false,
    costUsd: null,
    question: null,
    claim: null,
    ...rest,
  }
}
