import type { NewEvent, ProjectRecord, RunEvent, RunRecord, RunTaskRecord, Store, TaskStatus } from '@coppice/engine'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../database/database.ts'
import { openBeside, openTestDatabase, type TestDatabase } from '../testing/index.ts'
import {
  NOW,
  sampleBatch,
  sampleEpic,
  samplePlan,
  samplePlanTask,
  sampleRun,
  sampleRunTask,
  sampleSession,
} from '../testing/sample-records.ts'
import { storedProject } from '../testing/stored-records.ts'

/**
 * Two connections to PostgreSQL write the same runs at the same time. They stand for the owner of a run and for another process that carries
 * out a person's command. The store writes the changes of a group as one statement at READ COMMITTED. Every other transaction is SERIALIZABLE.
 * The tests repeat the writing `ROUNDS` times, so that transactions of both kinds conflict with those of the other connection.
 */
const ROUNDS = Number(process.env.COPPICE_ROUNDS ?? 2)
/** A deadlock of two writers costs PostgreSQL a second, so a round may take a while. */
const PATIENCE = { timeout: 180_000 + ROUNDS * 60_000 }

const STATUSES = ['PENDING', 'RUNNING', 'MERGING'] as const
const KEYS = ['a', 'b', 'c']
const RUNS = 2

/**
 * Changes the status of a task from `from` to `to`, and appends two events. It changes nothing when the task has another status. With
 * `reads`, the change first takes a command number. This needs the database, so the store writes the change in no group.
 */
interface Move {
  run: number
  key: string
  from: TaskStatus
  to: TaskStatus
  takesNumber: boolean
  reads: boolean
}

const move: fc.Arbitrary<Move> = fc.record({
  run: fc.nat(RUNS - 1),
  key: fc.constantFrom(...KEYS),
  from: fc.constantFrom(...STATUSES),
  to: fc.constantFrom(...STATUSES),
  takesNumber: fc.boolean(),
  reads: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
})
/** Bursts of changes that one process begins together. */
const bursts = fc.array(fc.array(move, { minLength: 1, maxLength: 6 }), { minLength: 10, maxLength: 10 })

interface StoredRun {
  run: RunRecord
  tasks: RunTaskRecord[]
}

/** Two active runs of three running tasks each. Their projects differ, because a project has one active run. */
async function storedRuns(store: Store): Promise<StoredRun[]> {
  const runs: StoredRun[] = []
  for (let index = 0; index < RUNS; index += 1) {
    const { id } = await storedProject(store)
    const plan = samplePlan([
      sampleEpic(
        'core',
        KEYS.map((key) => samplePlanTask(key)),
      ),
    ])
    await store.transaction((tx) => tx.replacePlan(id, plan, 'a plan', 1))
    const project = (await store.project(id)) as ProjectRecord
    const planned = (await store.plan(id)).tasks
    const run = sampleRun(project, { lastCommand: 0 })
    const batch = sampleBatch(run)
    const tasks = planned.map((task, position) => sampleRunTask(run, batch, task.id, { key: task.key, position }))
    await store.transaction((tx) => tx.insertRun(run, [batch], tasks))
    runs.push({ run, tasks })
  }
  return runs
}

const told = ({ key, from, to }: Move): NewEvent => ({
  type: 'TaskPhaseChanged',
  data: { taskKey: `${key} ${from} ${to}`, attempt: 1, phase: 'QUEUE' },
})

const FIRST: Move = { run: 0, key: 'a', from: 'PENDING', to: 'RUNNING', takesNumber: true, reads: false }

class Lost extends Error {}

/** @returns whether the store reports that the change was made */
async function carryOut(store: Store, runs: readonly StoredRun[], one: Move): Promise<boolean> {
  const { run, tasks } = runs[one.run] as StoredRun
  const task = tasks.find(({ key }) => key === one.key) as RunTaskRecord
  const change = store.transaction(async (tx) => {
    if (one.reads) await tx.nextCommand(run.id)
    if (one.takesNumber) {
      const number = await tx.nextSessionNumber(run.projectId)
      await tx.insertSession(sampleSession(task, run.projectId, { number }))
    }
    if (!(await tx.updateRunTask(task.id, [one.from], { status: one.to }))) throw new Lost()
    await tx.appendEvents(run.id, NOW, [told(one), told(one)])
  })
  return change.then(
    () => true,
    (error: unknown) => {
      if (error instanceof Lost) return false
      throw error
    },
  )
}

/** Reads all events. A page can be short although more events are stored, so only an empty page is the last. */
async function allEvents(store: Store, runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for (;;) {
    const page = await store.events(runId, events.length, 1000)
    if (page.length === 0) return events
    events.push(...page)
  }
}

/** Checks the events and statuses of a run after the changes `made`. */
async function expectWhole(store: Store, { run, tasks }: StoredRun, made: readonly Move[]): Promise<void> {
  const events = await allEvents(store, run.id)
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
  expect((await store.run(run.id))?.lastSequence).toBe(events.length)
  expect(events).toHaveLength(2 * made.length)
  for (const task of tasks) {
    const moves = events.flatMap(({ data }) => {
      const [key, from, to] = 'taskKey' in data ? (data.taskKey ?? '').split(' ') : []
      return key === task.key ? [{ from, to }] : []
    })
    let status: string | undefined = task.status
    for (const [index, { from, to }] of moves.entries()) {
      if (index % 2 === 1) continue
      expect(from, `move ${index / 2} of ${task.key}`).toBe(status)
      expect(moves[index + 1]).toEqual({ from, to })
      status = to
    }
    expect((await store.runTask(task.id))?.status).toBe(status)
  }
  const numbers = (await store.sessions(run.id)).map(({ number }) => number)
  expect(numbers).toEqual(made.filter(({ takesNumber }) => takesNumber).map((_, index) => index + 1))
  expect((await store.run(run.id))?.lastCommand).toBe(made.filter(({ reads }) => reads).length)
}

let one: TestDatabase
let other: Database
beforeAll(async () => {
  one = await openTestDatabase('postgres')
  other = await openBeside(one)
})
afterAll(async () => {
  await other.close()
  await one.close()
})

it(
  'R2, R3: two processes that write the same runs at once number events and sessions without gaps; each compare-and-swap is won once',
  PATIENCE,
  async () => {
    const property = fc.asyncProperty(bursts, bursts, async (first, second) => {
      const runs = await storedRuns(one.store)
      const made: Move[] = []
      const write = async (store: Store, all: Move[][]) => {
        for (const burst of all) {
          const wins = await Promise.all(burst.map((move) => carryOut(store, runs, move)))
          made.push(...burst.filter((_, index) => wins[index]))
        }
      }
      await Promise.all([write(one.store, first), write(other.store, second)])
      for (const [index, stored] of runs.entries())
        await expectWhole(
          one.store,
          stored,
          made.filter(({ run }) => run === index),
        )
    })
    await fc.assert(property, { numRuns: ROUNDS, endOnFailure: true })
  },
)

it('C2: after another process has cancelled a run, no session of the run starts, even when many are about to', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const [stored] = await storedRuns(one.store)
    const { run, tasks } = stored as StoredRun
    const begin = (task: RunTaskRecord) =>
      one.store.transaction(async (tx) => {
        if (!(await tx.updateRun(run.id, ['RUNNING'], { status: 'RUNNING' }))) return false
        const number = await tx.nextSessionNumber(run.projectId)
        await tx.insertSession(sampleSession(task, run.projectId, { number }))
        await tx.appendEvents(run.id, NOW, [told({ ...FIRST, key: task.key })])
        return true
      })
    expect(await begin(tasks[0] as RunTaskRecord)).toBe(true)
    const begun = Promise.all([...tasks, ...tasks, ...tasks].map(begin))
    await other.store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { status: 'CANCELLING' }))
    const then = await other.store.countSessions(run.id, 'RUNNING')
    const won = (await begun).filter(Boolean).length
    expect(await other.store.countSessions(run.id, 'RUNNING')).toBe(then)
    expect(then).toBe(1 + won)
    expect(await begin(tasks[0] as RunTaskRecord)).toBe(false)
    expect((await allEvents(other.store, run.id)).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: then }, (_, index) => index + 1),
    )
  }
})
