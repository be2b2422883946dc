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
import type { Claim } from './claim.ts'

/** Reads return null for what is absent. An id that is no UUID is absent, not an error. */
export interface StoreReads {
  projects(): Promise<ProjectRecord[]>
  project(id: string): Promise<ProjectRecord | null>
  projectByName(name: string): Promise<ProjectRecord | null>
  /** Returns the plan without archived epics and tasks. A project keeps these for ever, and most callers do not need them. */
  plan(projectId: string): Promise<PlanRecord>
  /** Ids by key of those among `keys` that are archived. */
  archivedEpics(projectId: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  archivedTasks(projectId: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  run(id: string): Promise<RunRecord | null>
  /** @returns null also when the task is archived */
  task(id: string): Promise<TaskRecord | null>
  /** Newest first. */
  runs(projectId: string): Promise<RunRecord[]>
  /** The newest runs with their tasks that have ended, newest first. All runs together have at most `most.tasks` tasks. */
  pastRuns(projectId: string, most: { runs: number; tasks: number }): Promise<PastRun[]>
  activeRun(projectId: string): Promise<RunRecord | null>
  /** The active runs of all projects, for recovery. */
  activeRuns(): Promise<RunRecord[]>
  /** Runs of all projects with a delivery by hand in progress. Recovery continues them. */
  requestedDeliveries(): Promise<RunRecord[]>
  /** By number. */
  batches(runId: string): Promise<BatchRecord[]>
  /** By position. */
  runTasks(runId: string): Promise<RunTaskRecord[]>
  runTask(id: string): Promise<RunTaskRecord | null>
  /** Tasks that a command with a number above `command` wrote to, by position. */
  runTasksAfter(runId: string, command: number): Promise<RunTaskRecord[]>
  /** The run tasks of one task of the plan, newest run first. */
  runTasksOf(taskId: string): Promise<RunTaskRecord[]>
  session(id: string): Promise<SessionRecord | null>
  /** Oldest first. */
  sessions(runId: string): Promise<SessionRecord[]>
  /** The sessions of these run tasks, oldest first. Each contains its prompt; the sessions of a whole run are many MB. */
  sessionsOf(runTaskIds: readonly string[]): Promise<SessionRecord[]>
  countSessions(runId: string, status: SessionStatus): Promise<number>
  /** S5: every hold, whether or not it is over, until a session of its provider ends well. */
  providerHolds(): Promise<ProviderHold[]>
  providerHold(provider: string): Promise<ProviderHold | null>
  /** Events with a sequence above `after`, in order, at most `limit`. */
  events(runId: string, after: number, limit: number): Promise<RunEvent[]>
}

/**
 * Writes of one transaction. Every status change is a compare-and-swap: `from` lists the statuses that it may leave, and `false` means
 * that the race was lost and nothing was written.
 */
export interface StoreTransaction extends StoreReads {
  /** @returns false when the name is taken */
  insertProject(project: ProjectRecord): Promise<boolean>
  updateProject(
    id: string,
    patch: Partial<Pick<ProjectRecord, 'repositoryPath' | 'baseBranch' | 'settings' | 'trustedPrograms'>>,
  ): Promise<void>
  deleteProject(id: string): Promise<void>
  /** P6: removes the task from the plan. */
  archiveTask(id: string, at: number): Promise<void>
  /** P6: changes the plan by key. It updates changed tasks, archives missing ones and revives returning ones. It increments planVersion and keeps `source`. */
  replacePlan(projectId: string, plan: Plan, source: string, at: number, staged?: StagedTasks): Promise<void>
  /** @returns false, and writes nothing, when the project has an active run or the number is taken */
  insertRun(run: RunRecord, batches: readonly BatchRecord[], tasks: readonly RunTaskRecord[]): Promise<boolean>
  /** An ending status also frees the project for its next run. */
  updateRun(id: string, from: readonly RunStatus[], patch: RunPatch): Promise<boolean>
  /**
   * R6: makes the claim's holder the owner of a run, and its folder the run's, when the run has none yet.
   *
   * @returns null when there is a newer owner or a newer claim
   */
  takeRun(id: string, claim: Pick<Claim, 'epoch' | 'folder'>): Promise<RunRecord | null>
  updateBatch(id: string, from: readonly BatchStatus[], patch: BatchPatch): Promise<boolean>
  updateRunTask(id: string, from: readonly TaskStatus[], patch: RunTaskPatch): Promise<boolean>
  insertSession(session: SessionRecord): Promise<void>
  updateSession(id: string, from: readonly SessionStatus[], patch: SessionPatch): Promise<boolean>
  /** Each provider has one hold. The last one counts. */
  putProviderHold(hold: ProviderHold): Promise<void>
  deleteProviderHold(provider: string): Promise<void>
  /** R3: takes the next session number of the project, without races. */
  nextSessionNumber(projectId: string): Promise<number>
  /** Counts a command of a person that writes to the run. @returns its number, or null when there is no such run */
  nextCommand(runId: string): Promise<number | null>
  /** R2: appends events and numbers them without gaps in this transaction. */
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

/** The record. A server has one. Many callers may call every method at any time. */
export interface Store extends StoreReads {
  /**
   * Stores all writes of `work` or none. Once the promise has resolved, they survive a kill of this process. It is not reentrant.
   * With `ownerEpoch` it is a transaction of a run's owner (R6): `updateRun` and `appendEvents` throw OwnerLost when the run has a
   * newer owner. They check it in the statement that they need anyway.
   */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>, ownerEpoch?: number): Promise<T>
  /**
   * Writes the tasks of a large plan before its import, statement by statement, into archived epics, where nobody sees them. One
   * connection serves everybody, and a transaction of 50,000 tasks would hold it for seconds. Staged tasks that are never imported are
   * not part of a plan. Two imports of a project must not do this at the same time.
   */
  stagePlan(projectId: string, plan: Plan, at: number): Promise<StagedTasks>
  /** Calls back after a commit that appended events to the run. It is only a hint, and several may be joined; read by cursor. @returns how to stop */
  onEvents(runId: string, call: () => void): () => void
  /** The same after a commit in which a command wrote to the run: the cursor is `lastCommand`. */
  onCommands(runId: string, call: () => void): () => void
  /** The same after a commit that left something to be taken up: a new run, or a delivery that a person asked for. */
  onWork(call: () => void): () => void
}
