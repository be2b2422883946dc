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

/** The parts that all runs of this server share. */
export interface ExecutionDeps {
  store: Store
  /** The claim that makes this server the owner of its runs (R6). */
  claim: Claim
  clock: Clock
  log: Log
  dispatch: Dispatch
  /** Runs the `verify` commands. */
  shell: Shell
  /** The agents by kind. */
  agents: ReadonlyMap<string, Agent>
  sessionKinds: SessionKinds
  /** The absolute path of the folder that contains all worktrees. */
  worktreesRoot: string
  /** The allow-listed environment of commands (A2). */
  env: Readonly<Record<string, string>>
  /** The variables that plans add to `env`. */
  passed: PassedVariables
  backoff: BackoffPolicy
  /** The providers that are held (S5). */
  gates: ProviderGates
  reach: ReachFailPoint
}

/** The data that the steps of one run share while this server carries out the run. */
export interface RunContext {
  deps: ExecutionDeps
  state: RunState
  place: RunPlace
  repository: Repository
  slots: Slots
  verifier: Verifier
  /** Limits how many sessions of the run are active at a time. Every session passes it (S1). */
  gate: LimitFunction
  /** The sessions that are under way, of every kind, by session id. Each has a slot. */
  live: Map<string, LiveSession>
  intent: Snapshot['intent']
  /** The reason for which all sessions are recalled, including sessions that begin later. It is null when the sessions continue. */
  recallAll: RecallReason | null
  /** Ends verify when the run is cancelled or the server stops. */
  abort: AbortSignal
  /** Ends the merge of a single task when the task is cancelled. */
  aborts: TaskAborts
  /** Whether the run's tip fails verify. This is possible only with `redBase: allow` (D3). */
  red: boolean
  /** Returns the tip of the run's branch. */
  tip(): Promise<string>
  /** Follows work in the background. When the work ends, the scheduler decides again. When it rejects, its error is a defect of the run. */
  track(work: Promise<unknown>): void
}

/** Returns the lane of a task with isolation `EPIC`, otherwise null (I1). */
export const laneOf = (ctx: RunContext, task: RunTaskRecord): string | null =>
  ctx.state.run.isolation === 'EPIC' ? task.epicKey : null
