import type { DependencyKind, RunMode, Strategy, TaskStatus } from '../domain/statuses.ts'

/** All that a decision depends on: data alone, so that it can be written out and replayed. */
export interface Snapshot {
  mode: RunMode
  strategy: Strategy
  /** `cancelling`: nothing starts, what waits is cancelled. `stopping`: the server ends, nothing starts or ends. */
  intent: 'going' | 'cancelling' | 'stopping'
  /** 1 to 64. */
  maxConcurrency: number
  /** A merge or its verify is under way: there is one merge queue per run (D1). */
  merging: boolean
  /** By number. */
  batches: readonly BatchState[]
  /** In plan order: batch by batch, position by position. */
  tasks: readonly TaskState[]
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
  /**
   * `waiting`: for its batch, a slot or `notBefore`. `kept`: waiting with finished work of an earlier run (D6). `alive`: a session of
   * it holds a slot. `finished`: its work waits for the merge queue. `conflicted`: its work waits for a conflict session.
   * `merging`: in merge or verify.
   */
  state: 'waiting' | 'kept' | 'alive' | 'finished' | 'conflicted' | 'merging' | 'ended'
  status: TaskStatus
  /** ms; null: at once. */
  notBefore: number | null
  /** S2: a merge or verify of it was refused. */
  startsFromTip: boolean
  needs: readonly { key: string; kind: DependencyKind }[]
}

export type Decision =
  | { do: 'open-batch'; number: number }
  | { do: 'close-batch'; number: number }
  | { do: 'start'; key: string; from: 'batch' | 'tip' }
  | { do: 'resolve'; key: string }
  | { do: 'queue-kept'; key: string }
  | { do: 'merge'; key: string }
  | { do: 'skip'; key: string; because: string }
  | { do: 'cancel'; key: string }
  | { do: 'finish' }
  | { do: 'wake'; at: number }
