import type { DependencyKind, Isolation, RunMode, Strategy, TaskStatus } from '../domain/statuses.ts'

/** Everything that a decision depends on. It is data alone, so that it can be written out and replayed. */
export interface Snapshot extends RunRules, Circumstances {
  /** By number. */
  batches: readonly BatchState[]
  /** In plan order: batch by batch, position by position. */
  tasks: readonly TaskState[]
}

/** What stays the same for the whole run. */
export interface RunRules {
  mode: RunMode
  strategy: Strategy
  isolation: Isolation
}

/** What may change without a change of a task or batch. */
export interface Circumstances {
  /**
   * `paused`: nothing starts, and running agents end and merge (S7). `cancelling`: nothing starts, and waiting tasks are cancelled.
   * `stopping`: the server ends, so nothing starts or ends.
   */
  intent: 'going' | 'paused' | 'cancelling' | 'stopping'
  /** 1 to 64. */
  maxConcurrency: number
  /** A merge or its verify is in progress. A run has one merge queue (D1). */
  merging: boolean
  /** S5: no session of these providers starts before `until`, in ms. */
  holds: readonly { provider: string; until: number }[]
  /** ms */
  now: number
}

export interface BatchState {
  number: number
  state: 'pending' | 'open' | 'closed'
}

export interface TaskState {
  key: string
  batch: number
  /** S5: the provider whose limits hold the task. */
  provider: string
  /** I1: with isolation EPIC, the lane of the task. */
  epic: string
  /**
   * `waiting`: for its batch, a slot or `notBefore`. `kept`: waiting with finished work of an earlier run (D6). `alive`: one of its
   * sessions has a slot. `finished`: its work waits in the merge queue. `conflicted`: its work waits for a conflict session.
   * `merging`: in merge or verify.
   */
  state: 'waiting' | 'kept' | 'alive' | 'finished' | 'conflicted' | 'merging' | 'ended'
  status: TaskStatus
  /** ms. Is null when it may start at once. */
  notBefore: number | null
  /** S2: a merge or verify of it was refused, or a person retried it. */
  startsFromTip: boolean
  /** An attempt at it has begun. With isolation EPIC it keeps its lane until it has ended. */
  begun: boolean
  /** S7: a person cancelled it. */
  cancelRequested: boolean
  /** For `CONTINUOUS`: the longest path from its start to the end of the run, in any unit. The longest goes first. */
  pathLength: number
  needs: readonly { key: string; kind: DependencyKind }[]
}

export type Decision =
  | { do: 'open-batch'; number: number }
  | { do: 'close-batch'; number: number }
  | { do: 'start'; key: string; from: 'batch' | 'tip' | 'lane' }
  | { do: 'resolve'; key: string }
  | { do: 'queue-kept'; key: string }
  /** S5: the task could start, but not before `until`. */
  | { do: 'hold'; key: string; provider: string; until: number }
  | { do: 'merge'; key: string }
  | { do: 'skip'; key: string; because: string }
  | { do: 'cancel'; key: string }
  | { do: 'finish' }
  | { do: 'wake'; at: number }
