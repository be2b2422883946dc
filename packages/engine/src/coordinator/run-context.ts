import type { LimitFunction } from 'p-limit'
import type { RunRecord, RunTaskRecord } from '../domain/records.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import type { Verifier } from '../merge/verifier.ts'
import type { Agent } from '../ports/agent.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { Repository } from '../ports/git.ts'
import type { RunningProcess, SessionHosts } from '../ports/hosts.ts'
import type { Log } from '../ports/log.ts'
import type { PassedVariables } from '../ports/passed-variables.ts'
import type { Shell } from '../ports/shell.ts'
import type { Store } from '../ports/store.ts'
import type { BackoffPolicy } from '../scheduler/backoff.ts'
import type { Snapshot } from '../scheduler/snapshot.ts'
import type { Equipment } from '../worktrees/equip-worktree.ts'
import type { WorktreePool } from '../worktrees/worktree-pool.ts'
import type { ProviderGates } from './provider-gates.ts'
import type { RunState } from './run-state.ts'
import type { TaskAborts } from './task-aborts.ts'
import type { Tripwire } from './tripwire.ts'

/** What every run of this server shares. */
export interface ExecutionDeps {
  store: Store
  clock: Clock
  log: Log
  hosts: SessionHosts
  shell: Shell
  /** By kind; undefined where this server has no such agent. */
  agents: ReadonlyMap<string, Agent>
  /** Absolute paths. */
  worktreesRoot: string
  quarantineRoot: string
  /** The allow-listed environment of agents and commands (A2). */
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
  projectName: string
  repository: Repository
  pool: WorktreePool
  verifier: Verifier
  equipment: Equipment
  tripwire: Tripwire
  /** S1: the one gate that every session passes. */
  gate: LimitFunction
  /** The agents alive now, by run task id. */
  processes: Map<string, { begun: Begun; process: RunningProcess }>
  intent: Snapshot['intent']
  /** The server stops and leaves its agents to the next one (R5). */
  leaving: boolean
  /** Ends setup, verify and teardown when the run is cancelled or the server stops. */
  abort: AbortSignal
  /** The same for one task that is cancelled, by run task id, while a session or merge of it is under way. */
  aborts: TaskAborts
  /** The run's tip is red, under `redBase: allow` (D3). */
  red: boolean
  /** The run's branch tip. */
  tip(): Promise<string>
  /** Work in the background: when it is over the run decides again; when it throws the run halts, to be recovered by the next start. */
  track(work: Promise<unknown>): void
  /** The run decides again; a handover counts again who stays. */
  lookAgain(): void
}

export const runFolder = (run: RunRecord): string => `${run.projectId}/run-${run.number}`

/** I1: the lane that a task's worktree belongs to. */
export const laneOf = (ctx: RunContext, task: RunTaskRecord): string | null =>
  ctx.state.run.isolation === 'EPIC' ? task.epicKey : null
