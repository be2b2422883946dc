import type { TaskStatus } from '../domain/statuses.ts'
import type { BatchState, Decision, TaskState } from './snapshot.ts'

type OfBatch = Extract<Decision, { number: number }>
type OfTask = Extract<Decision, { key: string }>

/** What a batch becomes by a decision about it. */
export function decidedBatch({ do: what, number }: OfBatch): BatchState {
  return { number, state: what === 'open-batch' ? 'open' : 'closed' }
}

/**
 * What a task becomes by a decision about it, at once. The server's transitions lead to the same state, which
 * `e2e/engine/decision-effects.test.ts` checks; both simulators use this function.
 */
export function decidedTask(task: TaskState, decision: OfTask): TaskState {
  switch (decision.do) {
    case 'start':
      return { ...task, state: 'alive', status: 'RUNNING', begun: true, notBefore: null }
    case 'resolve':
      return { ...task, state: 'alive', status: 'RUNNING', notBefore: null }
    case 'queue-kept':
      return { ...task, state: 'finished', status: 'MERGING' }
    case 'merge':
      return { ...task, state: 'merging' }
    case 'hold':
      return { ...task, notBefore: decision.until }
    case 'skip':
      return ended(task, 'SKIPPED')
    case 'cancel':
      return ended(task, 'CANCELLED')
  }
}

const ended = (task: TaskState, status: TaskStatus): TaskState => ({ ...task, state: 'ended', status, notBefore: null })
