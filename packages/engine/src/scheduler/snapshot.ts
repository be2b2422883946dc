import type { BudgetPot } from '../domain/budget.ts'
import type { CostEstimate } from '../domain/cost-estimate.ts'
import type { DependencyKind, Isolation, RunMode, SessionKind, Strategy, TaskStatus } from '../domain/statuses.ts'

/** All that a decision depends on. It is plain data, so that it can be stored and the decision repeated. */
export interface Snapshot extends RunRules, Circumstances {
  /** Ordered by number. */
  batches: readonly BatchState[]
  /** In plan order. */
  tasks: readonly TaskState[]
}

/** The options that stay the same for the whole run. */
export interface RunRules {
  mode: RunMode
  strategy: Strategy
  isolation: Isolation
}

/** The conditions that can change while no task and no batch changes. */
export interface Circumstances {
  /**
   * What a person or the server wants of the run.
   *
   * - `going`: tasks start and their work is merged.
   * - `paused`: no task starts, but running agents finish and their work is merged (S7).
   * - `cancelling`: no task starts, and waiting tasks are cancelled.
   * - `stopping`: the server stops, so there are no decisions.
   */
  intent: 'going' | 'paused' | 'cancelling' | 'stopping'
  /** From 1 to 64. */
  maxConcurrency: number
  /** Whether a merge or its verify is in progress. A run makes one merge at a time (D1). */
  merging: boolean
  /** A key that is not in this list is open. */
  closed: readonly ClosedKey[]
  /**
   * The resources of the project. While a task has a session, it holds one place of each resource whose key is in its `TaskState.waitsFor`.
   */
  resources: readonly ResourceUse[]
  /** It is absent when the run has no budget. */
  budget?: BudgetUse
  /** When a run that is `paused` continues by itself, in ms. It is absent or null when only a person can continue it. */
  resumesAt?: number | null
  /** The number of sessions of the run that are under way, of every kind. Each has a slot (S1). */
  alive: number
  /** Sessions that run beside their tasks and should start now, in this order. They leave their tasks untouched. */
  wanted: readonly WantedSession[]
  /** In ms. */
  now: number
}

/** While a key is closed, no session of a task that waits for it starts. The hold of a provider closes the key of the provider (S5). */
export interface ClosedKey {
  key: string
  /**
   * When the key opens, in ms. It is null if nobody knows the time. Then there is no `wake` for this key, and the owner of the run decides
   * again after it has opened the key.
   */
  until: number | null
}

/** A resource that sessions share, such as a database. */
export interface ResourceUse {
  /** A key such as `resource:database`. */
  key: string
  /** How many sessions may hold the resource at once, from 1. */
  count: number
  /** How many sessions hold it now. */
  held: number
}

/** One budget that limits the run. Amounts are in millionths of a dollar. */
export interface PotUse {
  pot: BudgetPot
  limitMicroUsd: number
  /** What all sessions that it limits cost so far. An ended session with an unknown cost counts with what it had reserved. */
  spentMicroUsd: number
  /** The percentage of this budget that the last warning named: 80 or 95. It is 0 before the first warning. */
  warnedPercent: number
  /** When the next day begins, for the budget of a day, in ms. It is null for the other budgets. */
  opensAt: number | null
}

/** The budgets of the run and their use (M2), in millionths of a dollar. A session takes its estimate from all of them. */
export interface BudgetUse {
  /** At least one, in the order of `BUDGET_POTS`. */
  pots: readonly PotUse[]
  /** What is reserved for the running sessions beyond what they have spent. */
  reservedMicroUsd: number
  /** What the next session of each cost class will probably cost. It is null when the price is not known (M1). */
  estimates: Readonly<Record<string, CostEstimate | null>>
  /** Whether a running or a completed session has made a request whose cost will stay unknown (M1). */
  hasUnpricedSession: boolean
}

/** Why a run with a budget pauses: nothing is left, too little is left for the next session, or a price is not known. */
export type PauseReason = 'spent' | 'too-little' | 'unpriced'

/** Why there is no money for the next session. */
export interface Shortage {
  because: PauseReason
  /** The budget that is the reason. It is null when a price is not known. */
  pot: BudgetPot | null
  /** When there is money again without a person, in ms. It is null when only a person can help. */
  until: number | null
  /** What the estimate of the next session exceeds the free money by, in millionths of a dollar. It is null when this is not the reason. */
  missingMicroUsd: number | null
}

export interface WantedSession {
  kind: SessionKind
  /** The key of its task. */
  key: string
  /** What the session waits for and costs. When absent, it is the same as for its task. */
  needs?: SessionNeeds
}

/** What a session needs besides a slot. */
export type SessionNeeds = Pick<TaskState, 'waitsFor' | 'costClass'>

export interface BatchState {
  number: number
  state: 'pending' | 'open' | 'closed'
}

export interface TaskState {
  key: string
  batch: number
  /**
   * What the task waits for besides its batch, its needs and a slot: keys such as `provider:anthropic` (S5) and `resource:database`, each
   * at most once.
   */
  waitsFor: readonly string[]
  /** The key of the resource for which the task waits according to the database. It is null when the task waits for none. */
  awaits: string | null
  /** The class of the cost of the next session, such as its model. It is absent when its agent reports no use of a model. */
  costClass?: string
  /** The key of the task's epic. With isolation EPIC all tasks of an epic use one lane (I1). */
  epic: string
  /**
   * - `waiting`: the task waits for its batch, its needs, a slot, a key or the time `notBefore`.
   * - `kept`: the task waits and has finished work of an earlier run (D6).
   * - `alive`: a session of the task has a slot.
   * - `finished`: the task's work waits in the merge queue.
   * - `conflicted`: the task's work waits for a conflict session.
   * - `merging`: the task's work is being merged or verified.
   */
  state: 'waiting' | 'kept' | 'alive' | 'finished' | 'conflicted' | 'merging' | 'ended'
  status: TaskStatus
  /** The time before which the task must not start, in ms. It is null when the task may start at once. */
  notBefore: number | null
  /**
   * Whether the next attempt starts from the tip of the run's branch. This is so after verify has refused the task's work, and after a
   * person has retried the task.
   */
  startsFromTip: boolean
  /** Whether an attempt has begun. With isolation EPIC a begun task has priority in its lane. */
  begun: boolean
  /** Whether a person has cancelled the task (S7). */
  cancelRequested: boolean
  /** The longest path from the task's start to the end of the run, in any unit. With `CONTINUOUS` the longest starts first. */
  pathLength: number
  needs: readonly { key: string; kind: DependencyKind }[]
  /** The paths that the task will probably change. With `CONTINUOUS`, tasks with the same paths are kept apart if other tasks can start. */
  likelyPaths: readonly string[]
}

export type Decision =
  | { do: 'open-batch'; number: number }
  | { do: 'close-batch'; number: number }
  /**
   * Start a session. `from` says at which commit its working tree starts: the start commit of the batch, the tip of the run's branch, the
   * newest merge of the lane, or the finished work of the task.
   */
  | { do: 'start'; kind: SessionKind; key: string; from: 'batch' | 'tip' | 'lane' | 'work' }
  | { do: 'queue-kept'; key: string }
  /** The task could start, but the key `waitsFor` is closed until `until`, in ms. */
  | { do: 'hold'; key: string; waitsFor: string; until: number }
  /** The task could start, but other sessions hold the resource `awaits`. `awaits` is null when the task no longer waits for a resource. */
  | { do: 'await'; key: string; awaits: string | null }
  /** Pause the run and ask for money. */
  | ({ do: 'pause' } & Shortage)
  /** Continue the run that has waited for the budget of the next day. */
  | { do: 'resume' }
  /** Warn that this percentage of a budget is spent. */
  | { do: 'warn'; percent: number; pot: BudgetPot }
  | { do: 'merge'; key: string }
  | { do: 'skip'; key: string; because: string }
  | { do: 'cancel'; key: string }
  | { do: 'finish' }
  /** Decide again at this time, in ms. */
  | { do: 'wake'; at: number }
