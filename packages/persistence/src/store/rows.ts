/** Turns records of the engine into rows of the database and back. All functions are pure. */
import { createHash } from 'node:crypto'
import type {
  AgentClaim,
  BatchPatch,
  BatchRecord,
  DataFolderRecord,
  DependencyKind,
  EpicRecord,
  EventType,
  Evidence,
  ExpertiseEntry,
  Failure,
  FollowUpRecord,
  Forecast,
  IssueRecord,
  LedgerEntry,
  ModelChoice,
  NewEvent,
  PastTask,
  PendingQuestion,
  ProcessIdentity,
  ProjectPatch,
  ProjectRecord,
  ProviderHold,
  RunEvent,
  RunPatch,
  RunRecord,
  RunTaskPatch,
  RunTaskRecord,
  SessionExpertise,
  SessionMessageRecord,
  SessionMetrics,
  SessionPatch,
  SessionRecord,
  Shown,
  TaskRecord,
  TaskSettings,
  TrustedPrograms,
} from '@coppice/engine'
import { completeSettings } from '@coppice/engine/agents'
import { ENTRY_KINDS } from '@coppice/engine/domain/expertise'
import { DEFAULT_PROJECT_SETTINGS, DEFAULT_TASK_SETTINGS } from '@coppice/engine/domain/settings'
import {
  BATCH_STATUSES,
  DELIVERY_STATUSES,
  FOLLOW_UP_STATUSES,
  ISOLATIONS,
  isRunEnded,
  RUN_MODES,
  RUN_STATUSES,
  SESSION_KINDS,
  SESSION_STATUSES,
  STRATEGIES,
  TASK_PHASES,
  TASK_STATUSES,
} from '@coppice/engine/domain/statuses'
import { TASK_DOMAINS } from '@coppice/engine/domain/task-domains'
import type * as Rows from '@coppice/prisma'
import { Prisma } from '@coppice/prisma'
import { storable } from './storable.ts'

export function projectOf(row: Rows.Project): ProjectRecord {
  const { lastSessionNumber, ...project } = row
  const budgetMicroUsd = numberOrNull(row.budgetMicroUsd)
  const dayBudgetMicroUsd = numberOrNull(row.dayBudgetMicroUsd)
  const trustedPrograms = parsed<TrustedPrograms | null>(row.trustedPrograms)
  const budgets = { budgetMicroUsd, dayBudgetMicroUsd }
  const settings = projectSettings(row.settings)
  return { ...project, ...budgets, trustedPrograms, settings, createdAt: ms(row.createdAt) }
}

export function projectRow(project: ProjectRecord): Prisma.ProjectCreateManyInput {
  const { settings, trustedPrograms, createdAt } = project
  return storable({
    ...project,
    settings: json(settings),
    trustedPrograms: jsonOrNull(trustedPrograms),
    budgetMicroUsd: bigintOrNull(project.budgetMicroUsd),
    dayBudgetMicroUsd: bigintOrNull(project.dayBudgetMicroUsd),
    createdAt: date(createdAt),
  })
}

export function projectPatchRow(patch: ProjectPatch): Prisma.ProjectUncheckedUpdateManyInput {
  const { settings, trustedPrograms, budgetMicroUsd, dayBudgetMicroUsd } = patch
  return storable({
    ...patch,
    settings: settings && json(settings),
    trustedPrograms: jsonOrNull(trustedPrograms),
    budgetMicroUsd: budgetMicroUsd === undefined ? undefined : bigintOrNull(budgetMicroUsd),
    dayBudgetMicroUsd: dayBudgetMicroUsd === undefined ? undefined : bigintOrNull(dayBudgetMicroUsd),
  })
}

export function epicOf(row: Rows.Epic, dependsOn: readonly string[]): EpicRecord {
  return { ...row, archivedAt: ms(row.archivedAt), dependsOn }
}

export function taskOf(row: Rows.Task, dependsOn: TaskRecord['dependsOn']): TaskRecord {
  return { ...row, settings: taskSettings(row.settings), archivedAt: ms(row.archivedAt), dependsOn }
}

export function dependencyOf(row: Rows.TaskDependency): TaskRecord['dependsOn'][number] {
  return { taskId: row.dependsOnId, kind: oneOf(DEPENDENCY_KINDS, row.kind, 'TaskDependency.kind') }
}

export function runOf(row: Rows.Run): RunRecord {
  const { activeProjectId, ...run } = row
  return {
    ...run,
    mode: oneOf(RUN_MODES, row.mode, 'Run.mode'),
    status: oneOf(RUN_STATUSES, row.status, 'Run.status'),
    strategy: oneOf(STRATEGIES, row.strategy, 'Run.strategy'),
    isolation: oneOf(ISOLATIONS, row.isolation, 'Run.isolation'),
    deliveryStatus: oneOf(DELIVERY_STATUSES, row.deliveryStatus, 'Run.deliveryStatus'),
    settings: projectSettings(row.settings),
    carriedRunIds: parsed<string[]>(row.carriedRunIds),
    forecast: parsed<Forecast | null>(row.forecast),
    folder: parsed<DataFolderRecord | null>(row.folder),
    budgetMicroUsd: numberOrNull(row.budgetMicroUsd),
    resumesAt: ms(row.resumesAt),
    createdAt: ms(row.createdAt),
    startedAt: ms(row.startedAt),
    finishedAt: ms(row.finishedAt),
    deliveryAt: ms(row.deliveryAt),
    deliveryRequestedAt: ms(row.deliveryRequestedAt),
    discardedAt: ms(row.discardedAt),
  }
}

export function runRow(run: RunRecord): Prisma.RunCreateManyInput {
  return storable({
    ...run,
    activeProjectId: isRunEnded(run.status) ? null : run.projectId,
    settings: json(run.settings),
    carriedRunIds: json(run.carriedRunIds),
    forecast: jsonOrNull(run.forecast),
    folder: jsonOrNull(run.folder),
    budgetMicroUsd: bigintOrNull(run.budgetMicroUsd),
    resumesAt: date(run.resumesAt),
    createdAt: date(run.createdAt),
    startedAt: date(run.startedAt),
    finishedAt: date(run.finishedAt),
    deliveryAt: date(run.deliveryAt),
    deliveryRequestedAt: date(run.deliveryRequestedAt),
    discardedAt: date(run.discardedAt),
  })
}

/** A patch that ends the run also clears `activeProjectId`, so that the project can start its next run. */
export function runPatchRow(patch: RunPatch): Prisma.RunUncheckedUpdateManyInput {
  return storable({
    ...patch,
    activeProjectId: patch.status && isRunEnded(patch.status) ? null : undefined,
    startedAt: date(patch.startedAt),
    finishedAt: date(patch.finishedAt),
    deliveryAt: date(patch.deliveryAt),
    deliveryRequestedAt: date(patch.deliveryRequestedAt),
    discardedAt: date(patch.discardedAt),
    resumesAt: date(patch.resumesAt),
    budgetMicroUsd: patch.budgetMicroUsd === undefined ? undefined : bigintOrNull(patch.budgetMicroUsd),
  })
}

export function batchOf(row: Rows.Batch): BatchRecord {
  return {
    ...row,
    status: oneOf(BATCH_STATUSES, row.status, 'Batch.status'),
    startedAt: ms(row.startedAt),
    finishedAt: ms(row.finishedAt),
  }
}

export function batchRow(batch: BatchRecord): Required<Prisma.BatchCreateManyInput> {
  return { ...batch, startedAt: date(batch.startedAt), finishedAt: date(batch.finishedAt) }
}

export function batchPatchRow(patch: BatchPatch): Prisma.BatchUncheckedUpdateManyInput {
  return { ...patch, startedAt: date(patch.startedAt), finishedAt: date(patch.finishedAt) }
}

export type RunTaskRow = Rows.RunTask & { batch: { number: number } }

export function runTaskOf({ batch, ...row }: RunTaskRow): RunTaskRecord {
  return {
    ...row,
    batchNumber: batch.number,
    settings: taskSettings(row.settings),
    dependsOn: parsed<RunTaskRecord['dependsOn']>(row.dependsOn),
    status: oneOf(TASK_STATUSES, row.status, 'RunTask.status'),
    phase: row.phase === null ? null : oneOf(TASK_PHASES, row.phase, 'RunTask.phase'),
    conflictFiles: parsed<string[]>(row.conflictFiles),
    clashes: parsed<RunTaskRecord['clashes']>(row.clashes),
    lastFailure: parsed<Failure | null>(row.lastFailure),
    phaseStartedAt: ms(row.phaseStartedAt),
    scheduledFor: ms(row.scheduledFor),
    startedAt: ms(row.startedAt),
    finishedAt: ms(row.finishedAt),
  }
}

export function runTaskRow({ batchNumber, ...task }: RunTaskRecord): Required<Prisma.RunTaskCreateManyInput> {
  return storable({
    ...task,
    settings: json(task.settings),
    dependsOn: json(task.dependsOn),
    conflictFiles: json(task.conflictFiles),
    clashes: json(task.clashes),
    lastFailure: jsonOrNull(task.lastFailure),
    phaseStartedAt: date(task.phaseStartedAt),
    scheduledFor: date(task.scheduledFor),
    startedAt: date(task.startedAt),
    finishedAt: date(task.finishedAt),
  })
}

export function runTaskPatchRow(patch: RunTaskPatch): Prisma.RunTaskUncheckedUpdateManyInput {
  return storable({
    ...patch,
    dependsOn: patch.dependsOn && json(patch.dependsOn),
    conflictFiles: patch.conflictFiles && json(patch.conflictFiles),
    clashes: patch.clashes && json(patch.clashes),
    lastFailure: jsonOrNull(patch.lastFailure),
    phaseStartedAt: date(patch.phaseStartedAt),
    scheduledFor: date(patch.scheduledFor),
    startedAt: date(patch.startedAt),
    finishedAt: date(patch.finishedAt),
  })
}

export type PastTaskRow = Pick<Rows.RunTask, 'runId' | 'key' | 'epicKey' | 'agent' | 'status' | 'finishedAt'> & {
  sessions: readonly Pick<
    Rows.Session,
    | ('kind' | 'status' | 'startedAt' | 'endedAt' | 'model' | 'domain' | 'flatRate')
    | ('messageCount' | 'toolCallCount' | 'inputTokens' | 'costMicroUsd' | 'knownCostMicroUsd')
  >[]
}

/** Converts the row of a task of an earlier run. @returns null when the task has not ended */
export function pastTaskOf({ runId, finishedAt, sessions, ...task }: PastTaskRow): PastTask | null {
  if (finishedAt === null) return null
  return {
    ...task,
    status: oneOf(TASK_STATUSES, task.status, 'RunTask.status'),
    finishedAt: ms(finishedAt),
    sessions: sessions.flatMap(({ kind, status, startedAt, endedAt, model, domain, flatRate, ...metrics }) =>
      endedAt === null
        ? []
        : {
            kind: oneOf(SESSION_KINDS, kind, 'Session.kind'),
            status: oneOf(SESSION_STATUSES, status, 'Session.status'),
            startedAt: ms(startedAt),
            endedAt: ms(endedAt),
            ...{ model, domain, flatRate },
            metrics: {
              ...metrics,
              costMicroUsd: numberOrNull(metrics.costMicroUsd),
              knownCostMicroUsd: Number(metrics.knownCostMicroUsd),
            },
          },
    ),
  }
}

export function sessionOf(row: Rows.Session): SessionRecord {
  const {
    messageCount,
    toolCallCount,
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    costMicroUsd,
    knownCostMicroUsd,
    reportedCostMicroUsd,
    ...session
  } = row
  return {
    ...session,
    kind: oneOf(SESSION_KINDS, row.kind, 'Session.kind'),
    status: oneOf(SESSION_STATUSES, row.status, 'Session.status'),
    provenCommits: parsed<string[]>(row.provenCommits),
    domain: row.domain === null ? null : oneOf(TASK_DOMAINS, row.domain, 'Session.domain'),
    choice: parsed<ModelChoice | null>(row.choice),
    process: parsed<ProcessIdentity | null>(row.process),
    question: parsed<PendingQuestion | null>(row.question),
    expertise: parsed<SessionExpertise | null>(row.expertise),
    shown: parsed<Shown | null>(row.shown),
    claim: parsed<AgentClaim | null>(row.claim),
    startedAt: ms(row.startedAt),
    endedAt: ms(row.endedAt),
    reservedMicroUsd: numberOrNull(row.reservedMicroUsd),
    metrics: {
      messageCount,
      toolCallCount,
      inputTokens,
      outputTokens,
      cacheReadTokens,
      cacheWriteTokens,
      costMicroUsd: numberOrNull(costMicroUsd),
      knownCostMicroUsd: Number(knownCostMicroUsd),
      reportedCostMicroUsd: numberOrNull(reportedCostMicroUsd),
    },
  }
}

export function sessionRow({ metrics, ...session }: SessionRecord): Required<Prisma.SessionCreateManyInput> {
  return storable({
    ...session,
    reservedMicroUsd: bigintOrNull(session.reservedMicroUsd),
    ...metricsRow(metrics),
    provenCommits: json(session.provenCommits),
    choice: jsonOrNull(session.choice),
    process: jsonOrNull(session.process),
    question: jsonOrNull(session.question),
    expertise: jsonOrNull(session.expertise),
    shown: jsonOrNull(session.shown),
    claim: jsonOrNull(session.claim),
    startedAt: date(session.startedAt),
    endedAt: date(session.endedAt),
  })
}

export function sessionPatchRow({ metrics, ...patch }: SessionPatch): Prisma.SessionUncheckedUpdateManyInput {
  return storable({
    ...patch,
    ...(metrics && metricsRow(metrics)),
    ...(patch.reservedMicroUsd !== undefined && { reservedMicroUsd: bigintOrNull(patch.reservedMicroUsd) }),
    provenCommits: patch.provenCommits && json(patch.provenCommits),
    process: jsonOrNull(patch.process),
    question: jsonOrNull(patch.question),
    claim: jsonOrNull(patch.claim),
    shown: jsonOrNull(patch.shown),
    endedAt: date(patch.endedAt),
  })
}

export function expertiseEntryOf(row: Rows.ExpertiseEntry): ExpertiseEntry {
  return {
    ...row,
    domain: oneOf(TASK_DOMAINS, row.domain, 'ExpertiseEntry.domain'),
    kind: oneOf(ENTRY_KINDS, row.kind, 'ExpertiseEntry.kind'),
    origin: oneOf(ORIGINS, row.origin, 'ExpertiseEntry.origin'),
    evidence: parsed<Evidence[]>(row.evidence),
    deletedAt: ms(row.deletedAt),
    createdAt: ms(row.createdAt),
    updatedAt: ms(row.updatedAt),
  }
}

const ORIGINS = ['LEARNED', 'PERSON'] as const

export function expertiseEntryRow(entry: ExpertiseEntry): Required<Prisma.ExpertiseEntryCreateManyInput> {
  const { paths, evidence, deletedAt, createdAt, updatedAt } = entry
  return storable({
    ...entry,
    paths: [...paths],
    evidence: json(evidence),
    deletedAt: date(deletedAt),
    createdAt: date(createdAt),
    updatedAt: date(updatedAt),
  })
}

export function sessionMessageOf(row: Rows.SessionMessage): SessionMessageRecord {
  const { message, writtenAt, acknowledgedAt } = row
  return { ...row, message: parsed(message), writtenAt: ms(writtenAt), acknowledgedAt: ms(acknowledgedAt) }
}

export function sessionMessageRow(record: SessionMessageRecord): Required<Prisma.SessionMessageCreateManyInput> {
  const { message, writtenAt, acknowledgedAt } = record
  return storable({
    ...record,
    message: json(message),
    writtenAt: date(writtenAt),
    acknowledgedAt: date(acknowledgedAt),
  })
}

export function issueRow(issue: IssueRecord): Required<Prisma.IssueCreateManyInput> {
  const digest = digestOf(issue.title, issue.text)
  return storable({ ...issue, digest, loggedAt: date(issue.loggedAt) })
}

export function followUpOf({ digest, ...row }: Rows.FollowUp): FollowUpRecord {
  const { proposedAt, decidedAt, dependsOn } = row
  const status = oneOf(FOLLOW_UP_STATUSES, row.status, 'FollowUp.status')
  const times = { proposedAt: ms(proposedAt), decidedAt: ms(decidedAt) }
  return { ...row, status, dependsOn: parsed<string[]>(dependsOn), ...times }
}

export function followUpRow(record: FollowUpRecord): Required<Prisma.FollowUpCreateManyInput> {
  const { title, text, epicKey, dependsOn, proposedAt, decidedAt } = record
  const digest = digestOf(title, text, epicKey, ...dependsOn)
  const times = { proposedAt: date(proposedAt), decidedAt: date(decidedAt) }
  return storable({ ...record, digest, dependsOn: json(dependsOn), ...times })
}

const digestOf = (...words: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(words)).digest('hex')

function metricsRow(metrics: SessionMetrics) {
  return {
    ...metrics,
    costMicroUsd: bigintOrNull(metrics.costMicroUsd),
    knownCostMicroUsd: BigInt(metrics.knownCostMicroUsd),
    reportedCostMicroUsd: bigintOrNull(metrics.reportedCostMicroUsd),
  }
}

export function ledgerEntryRow(
  sessionId: string,
  { cost, at, ...entry }: LedgerEntry,
): Required<Prisma.LedgerEntryCreateManyInput> {
  const { reportedCostMicroUsd } = entry
  return storable({
    ...entry,
    sessionId,
    at: date(at),
    inputMicroUsd: bigintOrNull(cost?.inputMicroUsd),
    outputMicroUsd: bigintOrNull(cost?.outputMicroUsd),
    cacheReadMicroUsd: bigintOrNull(cost?.cacheReadMicroUsd),
    cacheWriteMicroUsd: bigintOrNull(cost?.cacheWriteMicroUsd),
    costMicroUsd: bigintOrNull(cost?.costMicroUsd),
    reportedCostMicroUsd: bigintOrNull(reportedCostMicroUsd),
  })
}

export function ledgerEntryOf(row: Rows.LedgerEntry): LedgerEntry {
  const { sessionId: _, at, reportedCostMicroUsd, ...rest } = row
  const { inputMicroUsd, outputMicroUsd, cacheReadMicroUsd, cacheWriteMicroUsd, costMicroUsd, ...entry } = rest
  const cost = costMicroUsd !== null && {
    inputMicroUsd: Number(inputMicroUsd),
    outputMicroUsd: Number(outputMicroUsd),
    cacheReadMicroUsd: Number(cacheReadMicroUsd),
    cacheWriteMicroUsd: Number(cacheWriteMicroUsd),
    costMicroUsd: Number(costMicroUsd),
  }
  return { ...entry, at: ms(at), reportedCostMicroUsd: numberOrNull(reportedCostMicroUsd), cost: cost || null }
}

/** A cost that an agent reports need not be a whole number. */
const bigintOrNull = (value: number | null | undefined): bigint | null =>
  value === null || value === undefined ? null : BigInt(Math.round(value))
const numberOrNull = (value: bigint | null): number | null => (value === null ? null : Number(value))

export function providerHoldOf(row: Rows.ProviderHold): ProviderHold {
  return { ...row, until: ms(row.until), since: ms(row.since) }
}

export function providerHoldRow(hold: ProviderHold): Required<Prisma.ProviderHoldCreateManyInput> {
  return storable({ ...hold, until: date(hold.until), since: date(hold.since) })
}

export function eventOf(row: Rows.Event): RunEvent {
  const event = { type: row.type as EventType, data: parsed(row.data) } as NewEvent
  return { ...event, runId: row.runId, sequence: row.sequence, at: ms(row.at) }
}

export function eventRow(event: RunEvent): Rows.Event {
  return storable({ ...event, at: date(event.at), data: event.data as unknown as Prisma.JsonValue })
}

/** Returns the event as a later read of the row returns it. */
export function storedEvent(row: Rows.Event, sequence: number): RunEvent {
  return eventOf({ ...row, sequence, data: JSON.parse(JSON.stringify(row.data)) })
}

const DEPENDENCY_KINDS: readonly DependencyKind[] = ['HARD', 'SOFT']

/** Adds the defaults of settings that an earlier version did not have. */
const projectSettings = (value: Prisma.JsonValue) => ({ ...DEFAULT_PROJECT_SETTINGS, ...parsed<object>(value) })
const taskSettings = (value: Prisma.JsonValue) => {
  const settings = parsed<Partial<TaskSettings> & Pick<TaskSettings, 'agent'>>(value)
  return { ...DEFAULT_TASK_SETTINGS, ...settings, agent: completeSettings(settings.agent) }
}

/** Casts a value that this code stored itself. */
const parsed = <T>(value: Prisma.JsonValue): T => value as T
const json = (value: object): Prisma.InputJsonValue => value as Prisma.InputJsonValue

type NullableJson<T> = T extends null ? typeof Prisma.DbNull : T extends object ? Prisma.InputJsonValue : T
const jsonOrNull = <T extends object | null | undefined>(value: T): NullableJson<T> =>
  (value === null ? Prisma.DbNull : value) as NullableJson<T>

type Dated<T> = T extends number ? Date : T
const date = <T extends number | null | undefined>(value: T): Dated<T> =>
  (typeof value === 'number' ? new Date(value) : value) as Dated<T>

type Timed<T> = T extends Date ? number : T
const ms = <T extends Date | null>(value: T): Timed<T> => (value === null ? value : value.getTime()) as Timed<T>

/** Checks that a column contains one of the known values. @throws when it does not, because this version writes no other value */
export function oneOf<T extends string>(known: readonly T[], value: string, column: string): T {
  const found = known.find((name) => name === value)
  if (found === undefined)
    throw new Error(
      `the column ${column} of the database contains ${JSON.stringify(value)}, but this version of Coppice knows only ${known.join(', ')}. If a newer version wrote it, use that version`,
    )
  return found
}
