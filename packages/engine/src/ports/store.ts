import type { NewEvent, RunEvent } from '../domain/events.ts'
import type { PastRun } from '../domain/forecast.ts'
import type { Plan } from '../domain/plan.ts'
import type { ProviderHold } from '../domain/provider.ts'
import type {
  BatchRecord,
  PlanRecord,
  ProjectRecord,
  RunRecord,
  RunTaskRecord,
  SessionRecord,
  TaskRecord,
} from '../domain/records.ts'
import type { BatchStatus, RunStatus, SessionStatus, TaskStatus } from '../domain/statuses.ts'

/** Reads answer null for what is absent. Ids that are no UUIDs are absent, not errors. */
export interface StoreReads {
  projects(): Promise<ProjectRecord[]>
  project(id: string): Promise<ProjectRecord | null>
  projectByName(name: string): Promise<ProjectRecord | null>
  /** Without what is archived: a project keeps that for good, and most of what asks would read it each time. */
  plan(projectId: string): Promise<PlanRecord>
  /** Ids by key, of those among `keys` that are archived. */
  archivedEpics(projectId: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  archivedTasks(projectId: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  run(id: string): Promise<RunRecord | null>
  /** Null where it is archived. */
  task(id: string): Promise<TaskRecord | null>
  /** Newest first. */
  runs(projectId: string): Promise<RunRecord[]>
  /** The newest runs with the tasks of them that have ended, newest first, at most `most.tasks` in all. */
  pastRuns(projectId: string, most: { runs: number; tasks: number }): Promise<PastRun[]>
  activeRun(projectId: string): Promise<RunRecord | null>
  /** Of all projects: what recovery looks at. */
  activeRuns(): Promise<RunRecord[]>
  /** Runs of all projects with a delivery by hand in progress: recovery goes on with them. */
  requestedDeliveries(): Promise<RunRecord[]>
  /** By number. */
  batches(runId: string): Promise<BatchRecord[]>
  /** By position. */
  runTasks(runId: string): Promise<RunTaskRecord[]>
  runTask(id: string): Promise<RunTaskRecord | null>
  /** Of one task of the plan in every run that had it, newest run first. */
  runTasksOf(taskId: string): Promise<RunTaskRecord[]>
  session(id: string): Promise<SessionRecord | null>
  /** Oldest first. */
  sessions(runId: string): Promise<SessionRecord[]>
  /** Of these tasks of runs, oldest first: each has its prompt, and those of a whole run are many MB. */
  sessionsOf(runTaskIds: readonly string[]): Promise<SessionRecord[]>
  countSessions(runId: string, status: SessionStatus): Promise<number>
  /** Over or not, until a session of the provider ends well (S5). */
  providerHolds(): Promise<ProviderHold[]>
  providerHold(provider: string): Promise<ProviderHold | null>
  /** Sequences above `after`, in order, at most `limit`. */
  events(runId: string, after: number, limit: number): Promise<RunEvent[]>
}

/**
 * Writes of one transaction. Every status change is compare-and-swap: `from` names the statuses it may leave, and `false`
 * says that the race was lost and nothing was written.
 */
export interface StoreTransaction extends StoreReads {
  /** False where the name is taken. */
  insertProject(project: ProjectRecord): Promise<boolean>
  updateProject(
    id: string,
    patch: Partial<Pick<ProjectRecord, 'repositoryPath' | 'baseBranch' | 'settings' | 'trustedPrograms'>>,
  ): Promise<void>
  deleteProject(id: string): Promise<void>
  /** It leaves the plan (P6). */
  archiveTask(id: string, at: number): Promise<void>
  /** By key: changed ones are updated, vanished ones archived, returning ones revived (P6). Bumps planVersion and keeps `source`. */
  replacePlan(projectId: string, plan: Plan, source: string, at: number, staged?: StagedTasks): Promise<void>
  /** False where the project has an active run, or the number is taken: nothing was written. */
  insertRun(run: RunRecord, batches: readonly BatchRecord[], tasks: readonly RunTaskRecord[]): Promise<boolean>
  /** Ending statuses also give the project free for its next run. */
  updateRun(id: string, from: readonly RunStatus[], patch: RunPatch): Promise<boolean>
  updateBatch(id: string, from: readonly BatchStatus[], patch: BatchPatch): Promise<boolean>
  updateRunTask(id: string, from: readonly TaskStatus[], patch: RunTaskPatch): Promise<boolean>
  insertSession(session: SessionRecord): Promise<void>
  updateSession(id: string, from: readonly SessionStatus[], patch: SessionPatch): Promise<boolean>
  /** One for each provider: the last one counts. */
  putProviderHold(hold: ProviderHold): Promise<void>
  deleteProviderHold(provider: string): Promise<void>
  /** The next number of the project, without races (R3). */
  nextSessionNumber(projectId: string): Promise<number>
  /** Numbers them without gaps in this transaction (R2). */
  appendEvents(runId: string, at: number, events: readonly NewEvent[]): Promise<void>
}

/** Ids by key. */
export type StagedTasks = ReadonlyMap<string, string>

export type RunPatch = Partial<
  Pick<
    RunRecord,
    | 'status'
    | 'statusReason'
    | 'maxConcurrency'
    | 'startCommit'
    | 'startedAt'
    | 'finishedAt'
    | 'deliveryStatus'
    | 'deliveryCommit'
    | 'deliveryReason'
    | 'deliveryAt'
    | 'deliveryRequestedAt'
    | 'deliveryTarget'
    | 'discardedAt'
    | 'halts'
    | 'endedAtHalt'
  >
>
export type BatchPatch = Partial<Pick<BatchRecord, 'status' | 'startCommit' | 'startedAt' | 'finishedAt'>>
export type RunTaskPatch = Partial<
  Omit<
    RunTaskRecord,
    'id' | 'runId' | 'batchId' | 'taskId' | 'batchNumber' | 'position' | 'key' | 'epicKey' | 'settings'
  >
>
export type SessionPatch = Partial<
  Pick<
    SessionRecord,
    | 'status'
    | 'error'
    | 'process'
    | 'tipCommit'
    | 'endedAt'
    | 'metrics'
    | 'worktreePath'
    | 'startCommit'
    | 'provenCommits'
    | 'prompt'
  >
>

/** The record. One per server; every method may be called at any time by many at once. */
export interface Store extends StoreReads {
  /** All of `work`'s writes or none; they survive a kill of this process once the promise has resolved. Not reentrant. */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>
  /**
   * Writes tasks of a large plan ahead of its import, statement by statement, where nobody sees them: in epics that are archived. One
   * connection serves everybody, and a transaction of 50,000 tasks would hold it for seconds. What is staged and then not imported is
   * no part of a plan. Two imports of a project must not do this at once.
   */
  stagePlan(projectId: string, plan: Plan, at: number): Promise<StagedTasks>
  /** Calls back after a commit that appended events to the run: a hint, possibly joined; the cursor is the truth. Answers how to stop. */
  onEvents(runId: string, call: () => void): () => void
}
