import type { LimitFunction } from 'p-limit'
import type { RunPlace } from '../../domain/attempt-order.ts'
import type { ModelHistory } from '../../domain/model-choice.ts'
import type { RunTaskRecord } from '../../domain/records.ts'
import type { ChooseSession } from '../../domain/session-choice.ts'
import type { ProjectSettings } from '../../domain/settings.ts'
import type { RedChecks } from '../../merge/failed-checks.ts'
import type { Verifier } from '../../merge/verifier.ts'
import type { Prices } from '../../money/prices.ts'
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
import type { ProviderHolds } from '../decisions/provider-holds.ts'
import type { ChainLength } from '../merges/chain-length.ts'
import type { LiveSession } from '../sessions/live-session.ts'
import type { Slots } from '../sessions/slots.ts'
import type { RunState } from './run-state.ts'
import type { TaskAborts } from './task-aborts.ts'

/** The parts of the server that all its runs use. */
export interface ExecutionDeps {
  store: Store
  /** The right of this server to own its runs (R6). */
  claim: Claim
  clock: Clock
  log: Log
  dispatch: Dispatch
  /** Runs the verify commands. */
  shell: Shell
  /** The key is the kind of the agent. */
  agents: ReadonlyMap<string, Agent>
  sessionKinds: SessionKinds
  /** The prices of models (M1). */
  prices: Prices
  /** Creates the function that chooses the models of the sessions of one run. */
  chooserOf: (settings: ProjectSettings, history: ModelHistory) => ChooseSession
  /** The absolute path of the folder with the worktrees of all runs. */
  worktreesRoot: string
  /** The variables of the server's environment that commands may see (A2). */
  env: Readonly<Record<string, string>>
  /** The variables of the server's environment that plans name. Commands get them besides `env`. */
  passed: PassedVariables
  backoff: BackoffPolicy
  /** The holds of the providers (S5). */
  providerHolds: ProviderHolds
  reach: ReachFailPoint
}

/** The context that the steps of one run share while this server carries the run out. */
export interface RunContext {
  deps: ExecutionDeps
  state: RunState
  place: RunPlace
  repository: Repository
  slots: Slots
  verifier: Verifier
  chooseSession: ChooseSession
  /** Limits the sessions that are active at once to `maxConcurrency` (S1). */
  sessionLimit: LimitFunction
  /** The active sessions of all kinds. The key is the session id. Each session has a slot. */
  live: Map<string, LiveSession>
  intent: Snapshot['intent']
  /** The reason for which all sessions are recalled, including those that start later. It is null while sessions may continue. */
  recallAll: RecallReason | null
  /** Is aborted when the run is cancelled or the server stops. It ends verify and merges. */
  abort: AbortSignal
  /** Aborts the merge of a single task when the task is cancelled. */
  aborts: TaskAborts
  /** The checks that fail on the tip of the run. There are some only with the setting `redBase: allow` (D3). */
  red: RedChecks
  /** How many merges are verified together. */
  chainLength: ChainLength
  /** Returns the tip of the run's branch. */
  tip(): Promise<string>
  /**
   * Registers work that runs in the background. The run decides again when the work has ended. A rejection is a defect and stops the run.
   */
  track(work: Promise<unknown>): void
  /** Makes the run decide again, because a session has spent money. */
  wake(): void
}

/** Returns the lane whose worktree the task uses (I1). @returns null when the isolation of the run is not `EPIC` */
export const laneOf = (ctx: RunContext, task: RunTaskRecord): string | null =>
  ctx.state.run.isolation === 'EPIC' ? task.epicKey : null
