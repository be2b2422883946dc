import { randomUUID } from 'node:crypto'
import type { RunRecord, RunTaskRecord, Store } from '@coppice/engine'
import { batchState, type Decision, taskState } from '@coppice/engine/scheduler'
import {
  openTestDatabase,
  sampleBatch,
  samplePlan,
  sampleProject,
  sampleRun,
  sampleRunTask,
  sampleSession,
  type TestDatabase,
} from '@coppice/persistence/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { beginAttempt, beginConflictSession } from '../../packages/engine/src/lifecycle/attempt-lifecycle.ts'
import { closeBatch, openBatch } from '../../packages/engine/src/lifecycle/batch-lifecycle.ts'
import type { OwnerDeps } from '../../packages/engine/src/lifecycle/change.ts'
import { holdTask } from '../../packages/engine/src/lifecycle/provider-hold.ts'
import type { NewSession } from '../../packages/engine/src/lifecycle/session-lifecycle.ts'
import {
  awaitResource,
  cancelTask,
  enterPhase,
  queueKeptWork,
  skipTask,
} from '../../packages/engine/src/lifecycle/task-lifecycle.ts'
import { decidedBatch, decidedTask } from '../../packages/engine/src/scheduler/decision-effects.ts'
import { HeldClock } from './held-clock.ts'

type OfTask = Extract<Decision, { key: string }>

const WAITING = { status: 'PENDING', phase: 'QUEUE', scheduledFor: null, conflictFiles: [] } as const
const FINISHED = { status: 'MERGING', phase: 'QUEUE', scheduledFor: null, conflictFiles: [] } as const
const UNTIL = 9_000

/** A claim with a higher epoch than that of any run in the database. */
const CLAIM = { epoch: 9, folder: { id: 'f', host: 'h', path: '/' }, doubt: () => {} }

interface Case {
  decision: OfTask
  before: Partial<RunTaskRecord>
  carryOut(deps: OwnerDeps, task: RunTaskRecord, run: RunRecord): Promise<RunTaskRecord | null>
}

async function newSession({ store }: OwnerDeps, task: RunTaskRecord, kind: NewSession['kind']): Promise<NewSession> {
  const run = await store.run(task.runId)
  if (!run) throw new Error('the run does not exist')
  return sampleSession(task, run.projectId, { kind, attempt: task.attempts + 1 })
}

const HOLD = { provider: 'p', until: UNTIL, reason: 'busy', since: 1, refusals: 1 }

const CASES: Case[] = [
  {
    decision: { do: 'start', kind: 'WORK', key: '', from: 'tip' },
    before: WAITING,
    carryOut: async (deps, task) => {
      const begun = await beginAttempt(deps, task, await newSession(deps, task, 'WORK'), 'refs/heads/coppice/run-1/x')
      return begun?.task ?? null
    },
  },
  {
    decision: { do: 'start', kind: 'CONFLICT', key: '', from: 'work' },
    before: { ...FINISHED, conflictFiles: ['a.txt'] },
    carryOut: async (deps, task) => {
      const begun = await beginConflictSession(deps, task, await newSession(deps, task, 'CONFLICT'))
      return begun?.task ?? null
    },
  },
  {
    decision: { do: 'queue-kept', key: '' },
    before: { ...WAITING, keptFromRunId: randomUUID(), workCommit: 'a'.repeat(40) },
    carryOut: (deps, task) => queueKeptWork(deps, task, 1),
  },
  {
    decision: { do: 'hold', key: '', waitsFor: 'provider:p', until: UNTIL },
    before: WAITING,
    carryOut: async (deps, task) => {
      await deps.store.transaction((tx) => tx.putProviderHold(HOLD))
      return holdTask(deps, task, HOLD, true)
    },
  },
  {
    decision: { do: 'await', key: '', awaits: 'resource:database' },
    before: { ...WAITING, awaitedResource: null },
    carryOut: (deps, task) => awaitResource(deps, task, 'database'),
  },
  {
    decision: { do: 'await', key: '', awaits: null },
    before: WAITING,
    carryOut: (deps, task) => awaitResource(deps, task, null),
  },
  { decision: { do: 'merge', key: '' }, before: FINISHED, carryOut: (deps, task) => enterPhase(deps, task, 'MERGE') },
  {
    decision: { do: 'skip', key: '', because: 'other' },
    before: WAITING,
    carryOut: (deps, task, run) => skipTask(deps, run, task, 'needs other'),
  },
  {
    decision: { do: 'cancel', key: '' },
    before: { ...WAITING, scheduledFor: UNTIL },
    carryOut: (deps, task) => cancelTask(deps, task, 'cancelled', null),
  },
]

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('pglite')
})
afterAll(() => database.close())

const stateOf = (task: RunTaskRecord) => taskState(task, 1, task.settings.provider ?? task.agent)

/** Stores a run with one open batch and one task. */
async function storedTask(store: Store, before: Partial<RunTaskRecord>) {
  const project = sampleProject()
  await store.transaction((tx) => tx.insertProject(project))
  await store.transaction((tx) => tx.replacePlan(project.id, samplePlan(), 'a plan', 1))
  const [planned] = (await store.plan(project.id)).tasks
  const run = sampleRun(project)
  const batch = sampleBatch(run)
  const task = {
    ...sampleRunTask(run, batch, planned?.id ?? ''),
    keptFromRunId: null,
    cancelRequested: false,
    ...before,
  }
  await store.transaction((tx) => tx.insertRun(run, [batch], [task]))
  return { run, batch, task }
}

it.each(CASES)('the decision $decision.do changes the stored task in the same way as in a simulation', async (one) => {
  const { store } = database
  const { run, task } = await storedTask(store, one.before)
  const after = await one.carryOut({ store, clock: new HeldClock(), claim: CLAIM }, task, run)
  const expected = decidedTask(stateOf(task), { ...one.decision, key: task.key })
  expect(after && stateOf(after)).toEqual(expected)
  const stored = await store.runTask(task.id)
  expect(stored && stateOf(stored)).toEqual(expected)
})

it('the decisions open-batch and close-batch change the stored batch in the same way as in a simulation', async () => {
  const { store } = database
  const { run, batch, task } = await storedTask(store, { status: 'COMPLETED', phase: null })
  const deps = { store, clock: new HeldClock(), claim: CLAIM }
  const closed = await closeBatch(deps, run, batch, [task], null)
  expect(closed && batchState(closed)).toEqual(decidedBatch({ do: 'close-batch', number: 1 }))
  const pending = await storedTask(store, WAITING)
  await store.transaction((tx) => tx.updateBatch(pending.batch.id, ['RUNNING'], { status: 'PENDING' }))
  const opened = await openBatch(deps, pending.run, { ...pending.batch, status: 'PENDING' }, 'a'.repeat(40), [], 1)
  expect(opened && batchState(opened.batch)).toEqual(decidedBatch({ do: 'open-batch', number: 1 }))
})
