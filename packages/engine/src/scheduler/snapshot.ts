import type { DependencyKind, Isolation, RunMode, Strategy, TaskStatus } from '../domain/statuses.ts'

/** All that a decision depends on: data alone, so that it can be written out and replayed. */
export interface Snapshot {
  mode: RunMode
  strategy: Strategy
  isolation: Isolation
  /**
   * `paused`: nothing starts; what is alive ends and merges (S7). `cancelling`: nothing starts, what waits is cancelled.
   * `stopping`: the server ends, nothing starts or ends.
   */
  intent: 'going' | 'paused' | 'cancelling' | 'stopping'
  /** 1 to 64. */
  maxConcurrency: number
  /** A merge or its verify is under way: there is one merge queue per run (D1). */
  merging: boolean
  /** By number. */
  batches: readonly BatchState[]
  /** In plan order: batch by batch, position by position. */
  tasks: readonly TaskState[]
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
  /** Whose limits hold it (S5). */
  provider: string
  /** Its lane, where isolation is EPIC (I1). */
  epic: string
  /**
   * `waiting`: for its batch, a slot or `notBefore`. `kept`: waiting with finished work of an earlier run (D6). `alive`: a session of
   * it holds a slot. `finished`: its work waits for the merge queue. `conflicted`: its work waits for a conflict session.
   * `merging`: in merge or verify.
   */
  state: 'waiting' | 'kept' | 'alive' | 'finished' | 'conflicted' | 'merging' | 'ended'
  status: TaskStatus
  /** ms; null: at once. */
  notBefore: number | null
  /** S2: a merge or verify of it was refused, or a person retries it. */
  startsFromTip: boolean
  /** An attempt of it was begun: it holds its lane until it has ended. */
  begun: boolean
  /** A person cancelled it (S7). */
  cancelRequested: boolean
  /** `CONTINUOUS`: the longest path from its start to the run's end, in ms or any other unit; the longest goes first. */
  pathLength: number
  needs: readonly { key: string; kind: DependencyKind }[]
}

export type Decision =
  | { do: 'open-batch'; number: number }
  | { do: 'close-batch'; number: number }
  | { do: 'start'; key: string; from: 'batch' | 'tip' | 'lane' }
  | { do: 'resolve'; key: string }
  | { do: 'queue-kept'; key: string }
  /** S5: it would start, but not before `until`. */
  | { do: 'hold'; key: string; provider: string; until: number }
  | { do: 'merge'; key: string }
  | { do: 'skip'; key: string; because: string }
  | { do: 'cancel'; key: string }
  | { do: 'finish' }
  | { do: 'wake'; at: number }
