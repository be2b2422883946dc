import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock, Store, StoreReads, StoreTransaction } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import pLimit from 'p-limit'
import type { RunPrepared } from '../database/prepared-statements.ts'
import type { Connection } from './connection.ts'
import { eventReads, eventWrites } from './events.ts'
import { expertiseReads, expertiseWrites } from './expertise.ts'
import { firstAttemptReads } from './first-attempts.ts'
import { createGroupCommit } from './group/group-commit.ts'
import type { Methods } from './group/proposal.ts'
import type { Hints } from './hints.ts'
import { KeptExpertise } from './kept-expertise.ts'
import { ledgerReads, ledgerWrites } from './ledger.ts'
import { modelResultReads } from './model-results.ts'
import { pastRunReads } from './past-runs.ts'
import { planWrites } from './plan-import.ts'
import { stagePlan } from './plan-staging.ts'
import { planReads } from './plans.ts'
import { projectReads, projectWrites } from './projects.ts'
import { providerHoldReads, providerHoldWrites } from './provider-holds.ts'
import type { RecentEvents } from './recent-events.ts'
import { reportReads, reportWrites } from './reports.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { runTaskReads, runTaskWrites } from './run-tasks.ts'
import { runReads, runWrites } from './runs.ts'
import { sessionMessageReads, sessionMessageWrites } from './session-messages.ts'
import { sessionReads, sessionWrites } from './sessions.ts'
import { isUuid } from './uuid.ts'
import { nothingWritten, type Written } from './written.ts'

export interface StoreParts {
  prisma: PrismaClient
  runPrepared: RunPrepared
  hints: Hints
  recent: RecentEvents
  clock: Clock
  /** Whether other servers write to the same database. */
  shared: boolean
}

/**
 * Creates the engine's store on Prisma. The transactions of a server run one after the other. With PGlite there is no other way. With
 * PostgreSQL this avoids most conflicts between serializable transactions, and both databases behave alike. With PostgreSQL, reads do not
 * wait for transactions.
 */
export function createStore({ prisma, runPrepared, hints, recent, clock, shared }: StoreParts): Store {
  // PGlite has one connection, so its transactions are serializable anyway.
  const isolation = shared ? { isolationLevel: 'Serializable' as const } : {}
  const scopes = new AsyncLocalStorage<{ open: boolean }>()
  const lastNumbers = new Map<string, number>()

  function assertOutside(): void {
    if (scopes.getStore()?.open)
      throw new Error('The store was used inside one of its transactions. Use the `tx` of that transaction.')
  }

  async function guard<T>(work: () => Promise<T>): Promise<T> {
    const scope = { open: true }
    try {
      return await scopes.run(scope, work)
    } finally {
      scope.open = false
    }
  }

  function committed(written: Written): void {
    if (written.hasDeletedProject) recent.forgetAll()
    const byRun = Map.groupBy(written.events, ({ runId }) => runId)
    for (const [runId, events] of byRun) recent.add(runId, events)
    for (const [projectId, number] of written.sessionNumbers) lastNumbers.set(projectId, number)
    hints.committed({ ...written, runs: byRun.keys() })
  }

  async function once<T>(work: (tx: StoreTransaction) => Promise<T>, ownerEpoch?: number): Promise<T> {
    const written = nothingWritten()
    const result = await guard(() =>
      prisma.$transaction((db) => work({ ...reads(db), ...writes(db, written, ownerEpoch) }), isolation),
    )
    committed(written)
    return result
  }

  const alone = <T>(work: (tx: StoreTransaction) => Promise<T>, ownerEpoch?: number) =>
    retryConflicts(clock, () => once(work, ownerEpoch))
  const methods = Object.keys({ ...reads(prisma), ...writes(prisma, nothingWritten()) }) as Methods
  const commit = createGroupCommit({ runPrepared, methods, queue: pLimit(1), alone, guard, committed, lastNumbers })

  return {
    ...guarded(readsOf(prisma, recent), assertOutside),
    async transaction(work, ownerEpoch) {
      assertOutside()
      return commit(work, ownerEpoch)
    },
    async stagePlan(projectId, plan, at) {
      assertOutside()
      // Staging is not needed on PostgreSQL, because a long transaction does not delay reads. It would also not be safe there, because
      // another server could stage tasks of the same project at the same time.
      return shared ? new Map() : stagePlan(prisma, projectId, plan, at)
    },
    onEvents: hints.onEvents,
    onCommands: hints.onCommands,
    onWork: hints.onWork,
  }
}

function reads(db: Connection): StoreReads {
  return {
    ...projectReads(db),
    ...planReads(db),
    ...runReads(db),
    ...pastRunReads(db),
    ...modelResultReads(db),
    ...ledgerReads(db),
    ...runTaskReads(db),
    ...sessionReads(db),
    ...sessionMessageReads(db),
    ...reportReads(db),
    ...providerHoldReads(db),
    ...expertiseReads(db),
    ...firstAttemptReads(db),
    ...eventReads(db),
  }
}

function writes(db: Connection, written: Written, ownerEpoch?: number): Omit<StoreTransaction, keyof StoreReads> {
  return {
    ...projectWrites(db, written),
    ...planWrites(db),
    ...runWrites(db, written, ownerEpoch),
    ...runTaskWrites(db),
    ...sessionWrites(db),
    ...ledgerWrites(db),
    ...sessionMessageWrites(db),
    ...reportWrites(db),
    ...providerHoldWrites(db),
    ...expertiseWrites(db),
    ...eventWrites(db, written.events, ownerEpoch),
  }
}

/** Returns the reads outside of transactions. They take the newest events from memory. */
function readsOf(prisma: PrismaClient, recent: RecentEvents): StoreReads {
  const record = reads(prisma)
  const kept = new KeptExpertise(prisma)
  return {
    ...record,
    expertise: async (projectId) => (isUuid(projectId) ? kept.of(projectId) : []),
    events: async (runId, after, limit) =>
      recent.after(runId, after, limit) ?? (await record.events(runId, after, limit)),
  }
}

/**
 * Wraps reads so that each calls `check` first. With PGlite, a read of the store inside an open transaction would wait for ever, because
 * the transaction holds the only connection.
 */
function guarded(reads: StoreReads, check: () => void): StoreReads {
  const entries = Object.entries(reads).map(([name, read]) => [
    name,
    async (...parameters: unknown[]) => {
      check()
      return (read as (...parameters: unknown[]) => unknown)(...parameters)
    },
  ])
  return Object.fromEntries(entries) as StoreReads
}
