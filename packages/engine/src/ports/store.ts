import type { ProjectSpending } from '../domain/budget.ts'
import type { PastCost } from '../domain/cost-estimate.ts'
import type { NewEvent, RunEvent } from '../domain/events.ts'
import type { ExpertiseEntry } from '../domain/expertise.ts'
import type { FirstAttempt } from '../domain/expertise-lift.ts'
import type { PastRun } from '../domain/forecast.ts'
import type { LedgerEntry } from '../domain/ledger.ts'
import type { ModelResult } from '../domain/model-choice.ts'
import type { Plan } from '../domain/plan.ts'
import type { ProviderHold } from '../domain/provider.ts'
import type {
  BatchRecord,
  FollowUpRecord,
  IssueRecord,
  PlanRecord,
  ProjectRecord,
  RunRecord,
  RunTaskRecord,
  SessionMessageRecord,
  SessionRecord,
  TaskRecord,
} from '../domain/records.ts'
import type { BatchStatus, RunStatus, SessionStatus, TaskStatus } from '../domain/statuses.ts'
import type { TaskDomain } from '../domain/task-domains.ts'
import type { Claim } from './claim.ts'

/** Every read of one record returns null when no record has the id. This is also so for an id that is not a UUID. */
export interface StoreReads {
  projects(): Promise<ProjectRecord[]>
  project(id: string): Promise<ProjectRecord | null>
  projectByName(name: string): Promise<ProjectRecord | null>
  /** Returns the plan without its archived epics and tasks. A project can have many archived ones. */
  plan(projectId: string): Promise<PlanRecord>
  /** @returns the ids, by key, of those epics among `keys` that are archived */
  archivedEpics(projectId: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** @returns the ids, by key, of those tasks among `keys` that are archived */
  archivedTasks(projectId: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  run(id: string): Promise<RunRecord | null>
  /** Returns a task of a plan. @returns null when the task does not exist or is archived */
  task(id: string): Promise<TaskRecord | null>
  /** Newest first. */
  runs(projectId: string): Promise<RunRecord[]>
  /** Returns the newest runs with their ended tasks, newest first: at most `most.runs` runs and, in all of them, `most.tasks` tasks. */
  pastRuns(projectId: string, most: { runs: number; tasks: number }): Promise<PastRun[]>
  activeRun(projectId: string): Promise<RunRecord | null>
  /** The active runs of all projects. A server that starts takes them up. */
  activeRuns(): Promise<RunRecord[]>
  /**
   * The runs of all projects with an unfinished delivery that a person requested, or an unfinished undo of a delivery. A server that starts
   * continues these.
   */
  requestedDeliveries(): Promise<RunRecord[]>
  /** Ordered by number. */
  batches(runId: string): Promise<BatchRecord[]>
  /** Ordered by position. */
  runTasks(runId: string): Promise<RunTaskRecord[]>
  runTask(id: string): Promise<RunTaskRecord | null>
  /** Returns the tasks that a command with a number above `command` changed, ordered by position. */
  runTasksAfter(runId: string, command: number): Promise<RunTaskRecord[]>
  /**
   * Returns what became of the first attempts at the tasks of a project, by model and domain (M3). Only runs whose merges were all verified
   * count. The newest 2,000 sessions are read.
   */
  modelResults(projectId: string): Promise<ModelResult[]>
  /** Returns what happened to one task of the plan in each run, newest run first. */
  runTasksOf(taskId: string): Promise<RunTaskRecord[]>
  session(id: string): Promise<SessionRecord | null>
  /** Returns the newest completed sessions of a project whose cost is known, newest first. LEARNING sessions say nothing about others. */
  sessionCosts(projectId: string, most: number): Promise<PastCost[]>
  /**
   * Returns what the sessions of a project cost (M2).
   * @param dayStart the beginning of today, in ms
   * @param except the id of a run that is left out
   */
  projectSpending(projectId: string, dayStart: number, except: string | null): Promise<ProjectSpending>
  /** Returns what the sessions of each task of a run have cost so far, in millionths of a dollar, by the id of the run task. */
  taskCosts(runId: string): Promise<ReadonlyMap<string, number>>
  /** Returns what each session of a run had cost before `dayStart`, in millionths of a dollar, by its id. @param dayStart in ms */
  costsBefore(runId: string, dayStart: number): Promise<ReadonlyMap<string, number>>
  /** Returns the requests of a session that the ledger contains, the oldest first. */
  ledgerEntries(sessionId: string): Promise<LedgerEntry[]>
  /** Oldest first. */
  sessions(runId: string): Promise<SessionRecord[]>
  /** Returns the sessions of these run tasks, oldest first. Each contains its prompt, so the sessions of a whole run can be many MB. */
  sessionsOf(runTaskIds: readonly string[]): Promise<SessionRecord[]>
  sessionMessage(id: string): Promise<SessionMessageRecord | null>
  /** Returns all messages to a session, oldest first. */
  sessionMessages(sessionId: string): Promise<SessionMessageRecord[]>
  /** Returns the messages to the running sessions of a run that the agents have not acknowledged, oldest first. */
  openSessionMessages(runId: string): Promise<SessionMessageRecord[]>
  followUp(id: string): Promise<FollowUpRecord | null>
  countSessions(runId: string, status: SessionStatus): Promise<number>
  /** Returns the holds of all providers (S5). A hold stays stored after it is over, until a session of that provider succeeds. */
  providerHolds(): Promise<ProviderHold[]>
  providerHold(provider: string): Promise<ProviderHold | null>
  /** Returns when each hold of a provider ends, in ms. It reads the holds that the run has recorded (ProviderHeld). */
  heldTimes(runId: string, provider: string): Promise<number[]>
  /**
   * Returns the entries of a project that people have not deleted: domain by domain in the order of `TASK_DOMAINS`, and in each the most
   * useful first.
   */
  expertise(projectId: string): Promise<ExpertiseEntry[]>
  /** Returns all entries of a project, also those that people have deleted. */
  allExpertise(projectId: string): Promise<ExpertiseEntry[]>
  /** Returns the newest first attempts of a project, for which expertise was chosen: at most `most`, newest first. */
  firstAttempts(projectId: string, most: number): Promise<FirstAttempt[]>
  /** Returns an entry, also when a person has deleted it. */
  expertiseEntry(id: string): Promise<ExpertiseEntry | null>
  /**
   * Returns the entries that a session can change, deleted ones included: all entries of its domain, and of other domains those with one of
   * the ids or one of the paths.
   */
  expertiseAround(
    projectId: string,
    around: { domain: TaskDomain; ids: readonly string[]; paths: readonly string[] },
  ): Promise<ExpertiseEntry[]>
  /** Returns the run's events with a sequence above `after`, in order, at most `limit`. Only an empty page means that there are no more. */
  events(runId: string, after: number, limit: number): Promise<RunEvent[]>
}

/**
 * The writes of one transaction. Every change of a status is a compare-and-swap: `from` lists the statuses that the record may have now.
 * The update returns `false`, and writes nothing, when the record has another status.
 */
export interface StoreTransaction extends StoreReads {
  /** @returns false when the name is taken */
  insertProject(project: ProjectRecord): Promise<boolean>
  updateProject(id: string, patch: ProjectPatch): Promise<void>
  deleteProject(id: string): Promise<void>
  /** Adds a follow-up after all other tasks of the plan. It increments `planVersion`, and the text of the plan file stays. */
  addTask(
    projectId: string,
    task: Pick<TaskRecord, 'key' | 'epicId' | 'description' | 'action' | 'priority' | 'settings' | 'dependsOn'>,
    at: number,
  ): Promise<void>
  /** Removes the task from the plan. Its record stays for past runs. */
  archiveTask(id: string, at: number): Promise<void>
  /**
   * Replaces the plan. Epics and tasks are matched by key (P6): changed ones are updated, missing ones archived, and archived ones that are
   * in the plan again become active. Each call increments `planVersion`.
   *
   * @param source the text of the plan file
   * @param staged the result of `stagePlan` for the same plan
   */
  replacePlan(projectId: string, plan: Plan, source: string, at: number, staged?: StagedTasks): Promise<void>
  /** @returns false, and writes nothing, when the project has an active run or the number is taken */
  insertRun(run: RunRecord, batches: readonly BatchRecord[], tasks: readonly RunTaskRecord[]): Promise<boolean>
  /** Changes a run. A status that ends the run also allows the project to start its next run. */
  updateRun(id: string, from: readonly RunStatus[], patch: RunPatch): Promise<boolean>
  /**
   * Makes the server that has the claim the owner of the run (R6). A run without a data folder gets the claim's folder.
   *
   * @returns null when the run has a newer owner, or when another server has taken the claim since
   */
  takeRun(id: string, claim: Pick<Claim, 'epoch' | 'folder'>): Promise<RunRecord | null>
  updateBatch(id: string, from: readonly BatchStatus[], patch: BatchPatch): Promise<boolean>
  updateRunTask(id: string, from: readonly TaskStatus[], patch: RunTaskPatch): Promise<boolean>
  insertSession(session: SessionRecord): Promise<void>
  updateSession(id: string, from: readonly SessionStatus[], patch: SessionPatch): Promise<boolean>
  /**
   * Adds requests of a session to the ledger, and to its sums. A request whose id the ledger contains for this session changes nothing, so a
   * request that is reported twice is never counted twice (R1).
   */
  insertLedgerEntries(sessionId: string, entries: readonly LedgerEntry[]): Promise<void>
  /** @returns false, and writes nothing, when a message with this id is stored */
  insertSessionMessage(message: SessionMessageRecord): Promise<boolean>
  /** Does nothing when the session has no such message, or has acknowledged it before. `at` is in ms. */
  acknowledgeSessionMessage(sessionId: string, id: string, at: number): Promise<void>
  /** @returns false, and writes nothing, when an agent of the same task has logged an issue with these words before */
  insertIssue(issue: IssueRecord): Promise<boolean>
  /** Numbers the proposal. @returns the number, or null, and writes nothing, when an agent of the same task has proposed the same before */
  insertFollowUp(followUp: Omit<FollowUpRecord, 'number'>): Promise<number | null>
  /** @returns false, and writes nothing, when somebody has decided before */
  decideFollowUp(
    id: string,
    decision: Pick<FollowUpRecord, 'status' | 'decidedAt' | 'decidedBy' | 'taskKey'>,
  ): Promise<boolean>
  /** Stores the hold of a provider in place of its earlier hold. */
  putProviderHold(hold: ProviderHold): Promise<void>
  deleteProviderHold(provider: string): Promise<void>
  /** Stores entries, each in place of the entry with the same id. */
  putExpertise(entries: readonly ExpertiseEntry[]): Promise<void>
  removeExpertise(ids: readonly string[]): Promise<void>
  /** Allocates the next session number of the project, without races (R3). */
  nextSessionNumber(projectId: string): Promise<number>
  /** Allocates the number of a person's command that changes the run. @returns null when there is no such run */
  nextCommand(runId: string): Promise<number | null>
  /** Throws OwnerLost when the run has a newer owner than this transaction (R6). `updateRun` and `appendEvents` do the same. */
  requireOwner(runId: string): Promise<void>
  /** Appends events to a run and numbers them without gaps (R2). `at` is in ms. */
  appendEvents(runId: string, at: number, events: readonly NewEvent[]): Promise<void>
}

/** The ids of staged tasks, by key. */
export type StagedTasks = ReadonlyMap<string, string>

export type ProjectPatch = Partial<
  Pick<
    ProjectRecord,
    'repositoryPath' | 'baseBranch' | 'settings' | 'trustedPrograms' | 'budgetMicroUsd' | 'dayBudgetMicroUsd'
  >
>
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
    | 'deliveryFrom'
    | 'deliveryReason'
    | 'deliveryAt'
    | 'deliveryRequestedAt'
    | 'deliveryTarget'
    | 'discardedAt'
    | 'budgetMicroUsd'
    | 'budgetWarned'
    | 'awaitsBudget'
    | 'projectWarned'
    | 'dayWarned'
    | 'warnedDay'
    | 'resumesAt'
    | 'unpricedAsked'
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
    | 'conversationId'
    | 'cutOff'
    | 'tipCommit'
    | 'endedAt'
    | 'metrics'
    | 'factCursor'
    | 'reservedMicroUsd'
    | 'question'
    | 'claim'
    | 'shown'
    | 'worktreePath'
    | 'startCommit'
    | 'provenCommits'
    | 'prompt'
  >
>

/** The database of a server. Every method may be called at any time, also concurrently. */
export interface Store extends StoreReads {
  /**
   * Stores all writes of `work` or none. Once the promise has resolved, the writes survive a kill of this process. `work` must not start
   * another transaction.
   *
   * @param ownerEpoch the epoch of the run's owner, for a transaction of the owner (R6). `updateRun` and `appendEvents` then throw
   * OwnerLost when the run has a newer owner. The check needs no SQL statement of its own.
   */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>, ownerEpoch?: number): Promise<T>
  /**
   * Writes the tasks of a large plan before its import, outside of a transaction. These tasks are in archived epics, so no read returns
   * them. A transaction of 50,000 tasks would block the only connection for seconds. Staged tasks that are never imported do no harm. Two
   * imports of one project must not stage at the same time.
   */
  stagePlan(projectId: string, plan: Plan, at: number): Promise<StagedTasks>
  /**
   * Calls back after a commit that appended events to the run. One call may stand for several commits, so the caller reads by cursor.
   *
   * @returns a function that stops the calls
   */
  onEvents(runId: string, call: () => void): () => void
  /** Like `onEvents`, but after a commit of a person's command that changed the run. The cursor is `lastCommand`. */
  onCommands(runId: string, call: () => void): () => void
  /** Like `onEvents`, but after a commit that stored new work for the server: a run, or a request for a delivery. */
  onWork(call: () => void): () => void
}
