/** What API and CLI may ask of the engine. Every write of the product is one of these commands. They throw refusals as `Refusal`s. */
import type { ImportPlan, PlanImport } from './commands/import-plan.ts'
import type { CodingSessions, SessionOptions } from './commands/start-coding-sessions.ts'
import type { DurationEstimate, Forecast } from './domain/forecast.ts'
import type { ProjectRecord, RunRecord, RunTaskRecord } from './domain/records.ts'
import type { RunOptions } from './domain/run-options.ts'
import type { OutputEntry } from './domain/session-output.ts'
import type { Isolation, Strategy } from './domain/statuses.ts'
import type { PlanPreview } from './reads/plan-preview.ts'
import type { ProjectDelivery } from './reads/project-delivery.ts'
import type { RunningAgentView } from './reads/running-agents.ts'

export interface Engine {
  /** Creates a project. When `baseBranch` is absent, it is the branch that the checkout is on. Refuses: InvalidInput, InvalidRepository, NameTaken. */
  createProject(input: {
    name: string
    repositoryPath: string
    baseBranch?: string | null
    sample?: boolean
  }): Promise<ProjectRecord>
  /** Refuses: NotFound, InvalidInput (when undelivered work waits for the present branch), InvalidRepository, RunActive. */
  setBaseBranch(input: { projectId: string; baseBranch: string }): Promise<ProjectRecord>
  /** Refuses: NotFound, InvalidPlan, CircularDependency, SafeguardRemoved, RunActive. */
  importPlan(input: ImportPlan): Promise<PlanImport>
  /**
   * Returns once the run is stored. The run then continues automatically.
   * Refuses: NotFound, InvalidInput, NothingToDo, RunActive, CircularDependency, InvalidRepository.
   */
  startParallel(input: StartParallel): Promise<RunRecord>
  startSequential(input: { projectId: string; taskIds?: readonly string[] | null }): Promise<RunRecord>
  /** C2: no session starts after this has returned. Refuses: NotFound, RunNotActive. */
  cancel(input: { runId: string }): Promise<{ run: RunRecord; cancelledAgents: number }>
  /** S7: running agents finish and merge, but nothing new starts until `resume`. Both refuse: NotFound, RunNotActive. */
  pause(input: { runId: string }): Promise<RunRecord>
  resume(input: { runId: string }): Promise<RunRecord>
  /** 1 to 64. Refuses: NotFound, InvalidInput, RunNotActive. */
  setMaxConcurrency(input: { runId: string; maxConcurrency: number }): Promise<RunRecord>
  /** Refuses: NotFound, TaskNotActive. */
  cancelTask(input: { runTaskId: string }): Promise<RunTaskRecord>
  /** Refuses: NotFound, TaskNotRetryable. */
  retryTask(input: { runTaskId: string }): Promise<RunTaskRecord>
  /**
   * S9: moves the run's base branch to its merged work. Returns once the request is stored. The outcome is an event of the run.
   * Refuses: NotFound, DeliveryRefused.
   */
  deliver(input: { runId: string }): Promise<RunRecord>
  /** P5: later runs do not carry in the work of this run. Refuses: NotFound, RunActive. */
  discardRun(input: { runId: string }): Promise<RunRecord>
  /** P5: records that a person did the work of the task. Refuses: NotFound, RunActive. */
  markTaskDone(input: { taskId: string }): Promise<ProjectRecord>
  /** Removes the task from the plan and deletes its kept work. Refuses: NotFound, RunActive. */
  dropTask(input: { taskId: string }): Promise<ProjectRecord>
  /** I2: from the next run on, git may run the programs that the repository's config names now. Refuses: NotFound, InvalidRepository. */
  trustPrograms(input: { projectId: string }): Promise<ProjectRecord>
  /** Resets the sample project to its first commit, or makes it. Refuses: RunActive. */
  resetSample(): Promise<ProjectRecord>

  /** The seed's orchestrator. It returns the run, a promise of its first session and a promise of its outcome. */
  startCodingSessions(projectId: string, options?: SessionOptions): Promise<CodingSessions>

  /** Reads that need git or the agents. Everything else is read from the record. */
  readonly read: EngineReads

  /**
   * R1: reconciles what an earlier server left and continues its runs. Call it once. Until then commands only change the record: no
   * agent is adopted, started or ended. With `cancelled` only runs that are being cancelled continue, so that nothing starts.
   */
  recover(which?: 'all' | 'cancelled'): Promise<void>
  /** R5: takes no new work, and resolves when everything is stored. `interrupt` ends agents as INTERRUPTED; `handover` leaves them running. */
  stop(how: 'interrupt' | 'handover'): Promise<void>
}

export interface StartParallel {
  projectId: string
  /** 1 to 64; default 3. */
  maxConcurrency?: number
  strategy?: Strategy
  isolation?: Isolation
  /** Only these tasks and the incomplete tasks they depend on. */
  taskIds?: readonly string[] | null
}

export interface EngineReads {
  /** P5: keys of tasks whose work is part of what the next run starts from. */
  doneTasks(projectId: string): Promise<ReadonlySet<string>>
  /** Previews a run that would start now. */
  planPreview(projectId: string): Promise<PlanPreview>
  /**
   * Forecasts a run that would start now, by simulating it some twenty times. Refuses: NotFound, InvalidInput.
   * @returns null when nothing is left to do, or more than 5,000 tasks are
   */
  forecast(input: RunOptions & { projectId: string; taskIds?: readonly string[] | null }): Promise<Forecast | null>
  /** D2: the branch that a run started now would move, and what would refuse that now. Refuses: NotFound, InvalidRepository. */
  projectDelivery(projectId: string): Promise<ProjectDelivery>
  /** Estimates how long each task of the plan would occupy a slot, by task id. */
  taskEstimates(projectId: string): Promise<ReadonlyMap<string, DurationEstimate>>
  runningAgents(runId: string): RunningAgentView[]
  output(sessionId: string, after: number, limit: number): Promise<OutputEntry[]>
  onOutput(sessionId: string, call: () => void): () => void
}
