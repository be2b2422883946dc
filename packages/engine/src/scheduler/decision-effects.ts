import { movesTask, type TaskStatus } from '../domain/statuses.ts'
import type { BatchState, Decision, TaskState } from './snapshot.ts'

type OfBatch = Extract<Decision, { number: number }>
type OfTask = Extract<Decision, { key: string }>

/** Returns the state of a batch after a decision about it. */
export function decidedBatch({ do: what, number }: OfBatch): BatchState {
  return { number, state: what === 'open-batch' ? 'open' : 'closed' }
}

/**
 * Returns the state of a task directly after a decision about it. Both simulators use this function. The server's own transitions lead
 * to the same state, which `e2e/engine/decision-effects.test.ts` checks.
 */
export function decidedTask(task: TaskState, decision: OfTask): TaskState {
  switch (decision.do) {
    case 'start':
      return movesTask(decision.kind) ? started(task, decision) : task
    case 'queue-kept':
      return { ...task, state: 'finished', status: 'MERGING', awaits: null }
    case 'merge':
      return { ...task, state: 'merging' }
    case 'hold':
      return { ...task, notBefore: decision.until, awaits: null }
    case 'await':
      return { ...task, awaits: decision.awaits }
    case 'skip':
      return ended(task, 'SKIPPED')
    case 'cancel':
      return ended(task, 'CANCELLED')
  }
}

const started = (task: TaskState, { kind }: Extract<Decision, { do: 'start' }>): TaskState => ({
  ...task,
  state: 'alive',
  status: 'RUNNING',
  begun: task.begun || kind === 'WORK',
  notBefore: null,
  awaits: null,
})

const ended = (task: TaskState, status: TaskStatus): TaskState => ({
  ...task,
  state: 'ended',
  status,
  notBefore: null,
  awaits: null,
})
