import type { LimitFunction } from 'p-limit'
import type { RunPlace } from '../../domain/attempt-order.ts'
import type { RunTaskRecord } from '../../domain/records.ts'
import type { Verifier } from '../../merge/verifier.ts'
import type { Agent } from '../../ports/agent.ts'
import type { Claim } from '../../ports/claim.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Dispatch, RecallReason } from '../../ports/dispatch.ts'
import type { ReachFailPoint } from '../../ports/fail-points.ts'
import type { Repository } from '../../ports/git.ts'
import type { Log } from '../../ports/log.ts'
import type { PassedVariables } from '../../ports/passed-variables.ts'
import type { Shell } from '../../ports/shell.ts'
import type { Store } from '../../ports/store.ts'
import type { BackoffPolicy } from '../../scheduler/backoff.ts'
import type { Snapshot } from '../../scheduler/snapshot.ts'
import type { SessionKinds } from '../../session-kinds/session-kinds.ts'
import type { ProviderGates } from '../decisions/provider-gates.ts'
import type { LiveSession } from '../sessions/live-session.ts'
import type { Slots } from '../sessions/slots.ts'
import type { RunState } from './run-state.ts'
import type { TaskAborts } from './task-aborts.ts'

/** What every run of this server shares. */
export interface ExecutionDeps {
  store: Store
  /** What makes this server the owner of its runs (R6). */
  claim: Claim
  clock: Clock
  log: Log
  dispatch: Dispatch
  /** Runs verify. */
  shell: Shell
  /** By kind. */
  agents: ReadonlyMap<string, Agent>
  sessionKinds: SessionKinds
  /** An absolute path. */
  worktreesRoot: string
  /** The allow-listed environment of commands (A2). */
  env: Readonly<Record<string, string>>
  /** What plans add to it. */
  passed: PassedVariables
  backoff: BackoffPolicy
  /** Providers that are held (S5). */
  gates: ProviderGates
  reach: ReachFailPoint
}

/** What the steps of one run share while this server carries it out. */
export interface RunContext {
  deps: ExecutionDeps
  state: RunState
  place: RunPlace
  repository: Repository
  slots: Slots
  verifier: Verifier
  /** S1: the one gate that every session passes. */
  gate: LimitFunction
  /** The sessions that are under way, of every kind, by session id. Each has a slot. */
  live: Map<string, LiveSession>
  intent: Snapshot['intent']
  /** Why every session is recalled, also one that begins only now; null while they continue. */
  recallAll: RecallReason | null
  /** Ends verify when the run is cancelled or the server stops. */
  abort: AbortSignal
  /** The same for one task that is cancelled, by run task id, while its merge is under way. */
  aborts: TaskAborts
  /** The run's tip is red, under `redBase: allow` (D3). */
  red: boolean
  /** The run's branch tip. */
  tip(): Promise<string>
  /** Work in the background: when it is over the run decides again; when it throws the run halts, to be recovered by the next start. */
  track(work: Promise<unknown>): void
}

/** I1: the lane that a task's working tree belongs to. */
export const laneOf = (ctx: RunContext, task: RunTaskRecord): string | null =>
  ctx.state.run.isolation === 'EPIC' ? task.epicKey : null
