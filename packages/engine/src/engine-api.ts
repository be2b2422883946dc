/** What API and CLI may ask of the engine: every write of the product is one of these commands. Refusals are thrown as `Refusal`s. */
import type { DurationEstimate, Forecast } from './domain/forecast.ts'
import type { GraphBatch } from './domain/plan.ts'
import type { PlanChanges, Safeguard } from './domain/plan-changes.ts'
import type { ProjectRecord, RunRecord, RunTaskRecord, TaskRecord } from './domain/records.ts'
import type { RunOptions } from './domain/run-options.ts'
import type { Isolation, Strategy } from './domain/statuses.ts'
import type { DeliveryPreview } from './ports/git.ts'
import type { OutputEntry } from './ports/hosts.ts'

export interface Engine {
  /** Refuses: InvalidInput, InvalidRepository, NameTaken. `baseBranch` absent: what the checkout is on. */
  createProject(input: {
    name: string
    repositoryPath: string
    baseBranch?: string | null
    sample?: boolean
  }): Promise<ProjectRecord>
  /** Refuses: NotFound, InvalidInput (work waits for the branch of today), InvalidRepository, RunActive. */
  setBaseBranch(input: { projectId: string; baseBranch: string }): Promise<ProjectRecord>
  /** Refuses: NotFound, InvalidPlan, CircularDependency, SafeguardRemoved, RunActive. */
  importPlan(input: ImportPlan): Promise<PlanImport>
  /** Refuses: NotFound, InvalidInput, NothingToDo, RunActive, CircularDependency, InvalidRepository. Answers once the run is stored; it goes on by itself. */
  startParallel(input: StartParallel): Promise<RunRecord>
  startSequential(input: { projectId: string; taskIds?: readonly string[] | null }): Promise<RunRecord>
  /** Refuses: NotFound, RunNotActive. No session starts after it has answered (C2). */
  cancel(input: { runId: string }): Promise<{ run: RunRecord; cancelledAgents: number }>
  /** S7. Refuse: NotFound, RunNotActive. */
  pause(input: { runId: string }): Promise<RunRecord>
  resume(input: { runId: string }): Promise<RunRecord>
  /** 1 to 64. Refuses: NotFound, InvalidInput, RunNotActive. */
  setMaxConcurrency(input: { runId: string; maxConcurrency: number }): Promise<RunRecord>
  /** Refuses: NotFound, TaskNotActive. */
  cancelTask(input: { runTaskId: string }): Promise<RunTaskRecord>
  /** Refuses: NotFound, TaskNotRetryable. */
  retryTask(input: { runTaskId: string }): Promise<RunTaskRecord>
  /**
   * S9: moves the run's base branch to its merged work. Answers once the wish is stored; the outcome is an event of the run.
   * Refuses: NotFound, DeliveryRefused.
   */
  deliver(input: { runId: string }): Promise<RunRecord>
  /** P5. Refuses: NotFound, RunActive. */
  discardRun(input: { runId: string }): Promise<RunRecord>
  /** P5: its work is taken to be done by hand. Refuses: NotFound, RunActive. */
  markTaskDone(input: { taskId: string }): Promise<ProjectRecord>
  /** It leaves the plan, and what is kept of its work goes. Refuses: NotFound, RunActive. */
  dropTask(input: { taskId: string }): Promise<ProjectRecord>
  /** I2: what the repository's config names now may be run by git, from the next run on. Refuses: NotFound, InvalidRepository. */
  trustPrograms(input: { projectId: string }): Promise<ProjectRecord>
  /** Puts the sample project back to its first commit, or makes it. Refuses: RunActive. */
  resetSample(): Promise<ProjectRecord>

  /** The seed's orchestrator: the run, its first session once there is one, and the outcome when it has ended. */
  startCodingSessions(projectId: string, options?: SessionOptions): Promise<CodingSessions>

  /** Reads that need git or the agents; all else is read from the record. */
  readonly read: EngineReads

  /**
   * Reconciles what an earlier server left and carries its runs on (R1). Call once. Until then commands change the record alone: no
   * agent is adopted, started or ended. `cancelled`: only the runs that are being cancelled, so that nothing starts.
   */
  recover(which?: 'all' | 'cancelled'): Promise<void>
  /** R5: takes no new work, ends agents as INTERRUPTED (`handover`: leaves them running), resolves when all is stored. */
  stop(how: 'interrupt' | 'handover'): Promise<void>
}

export interface ImportPlan {
  projectId: string
  source: string
  /** Writes nothing, and refuses no removal: `changes` says what an import would do. */
  dryRun?: boolean
  /** P6. Default: none. */
  mayRemove?: readonly Safeguard[]
}

export interface PlanImport {
  project: ProjectRecord
  changes: PlanChanges
}

export interface StartParallel {
  projectId: string
  /** 1 to 64; default 3. */
  maxConcurrency?: number
  strategy?: Strategy
  isolation?: Isolation
  /** Only these and the incomplete tasks they depend on. */
  taskIds?: readonly string[] | null
}

export interface SessionOptions {
  /** Default false: one task at a time. */
  parallel?: boolean
  /** Default 3. */
  maxConcurrency?: number
  onProgress?: (event: import('./domain/events.ts').RunEvent) => void
}

export interface CodingSessions {
  /** Null where there was nothing to do. */
  run: RunRecord | null
  /** Null where the run ended before its first session. */
  firstSession: Promise<import('./domain/records.ts').SessionRecord | null>
  outcome: Promise<ExecutionResult>
  cancel(): Promise<number>
}

/** Zeros where there was nothing to do. */
export interface ExecutionResult {
  runId: string | null
  status: 'COMPLETED' | 'FAILED' | 'CANCELLED'
  totalBatches: number
  completedBatches: number
  totalTasks: number
  completedTasks: number
  failedTasks: readonly { taskKey: string; status: string; error: string }[]
  batches: readonly {
    number: number
    status: string
    completed: number
    failed: number
    skipped: number
    cancelled: number
    durationMs: number
  }[]
  durationMs: number
  costUsd: number
}

export interface EngineReads {
  /** Keys of tasks whose work is part of what the next run starts from (P5). */
  doneTasks(projectId: string): Promise<ReadonlySet<string>>
  /** What a run started now would do. */
  planPreview(projectId: string): Promise<{
    batches: readonly GraphBatch[]
    criticalPath: readonly TaskRecord[]
    tasks: readonly TaskRecord[]
    mermaid(): string
    /** Variables that the plan names and the server's environment lacks: agents would start without them. */
    unsetVariables: readonly string[]
  }>
  /**
   * What a run started now would take. Null where nothing is to be done, and of more than 5,000 tasks: it is simulated some twenty
   * times. Refuses: NotFound, InvalidInput.
   */
  forecast(input: RunOptions & { projectId: string; taskIds?: readonly string[] | null }): Promise<Forecast | null>
  /** Which branch a run started now would move, and what would refuse that now (D2). Refuses: NotFound, InvalidRepository. */
  projectDelivery(projectId: string): Promise<ProjectDelivery>
  /** How long each task of the plan would keep a slot, by task id. */
  taskEstimates(projectId: string): Promise<ReadonlyMap<string, DurationEstimate>>
  runningAgents(runId: string): RunningAgentView[]
  output(sessionId: string, after: number, limit: number): Promise<OutputEntry[]>
  onOutput(sessionId: string, call: () => void): () => void
}

export interface ProjectDelivery extends DeliveryPreview {
  baseBranch: string
  /** The run ends with delivery PENDING, and a person delivers. */
  byHand: boolean
  /** What the repository's checkout is on; null: a detached HEAD. */
  checkedOutBranch: string | null
}

export interface RunningAgentView {
  runTaskId: string
  sessionId: string
  agent: string
  model: string | null
  worktreePath: string
  startedAt: number
  lastLine: string | null
}
