import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskEnded } from '../domain/statuses.ts'
import { decide as decideBy } from './decide.ts'
import { RunIndex } from './run-index/run-index.ts'
import type { Snapshot, TaskState } from './snapshot.ts'
import { arbitrarySimulation } from './testing/arbitrary-simulation.ts'
import { type Simulation, simulate } from './testing/simulated-run.ts'

const decide = (snapshot: Snapshot) => decideBy(RunIndex.of(snapshot), snapshot)

/** For a long search: COPPICE_PROPERTY_RUNS=100000. */
const numRuns = Number(process.env.COPPICE_PROPERTY_RUNS ?? 1_000)
/** S2 promises an order of merges only when nobody retries or cancels a task. */
const BATCHES = { strategy: 'BATCHES' as const, orders: [] }

describe('decide, over whole simulated runs', () => {
  const holds = (title: string, check: (simulation: Simulation) => void) =>
    it(title, () => fc.assert(fc.property(arbitrarySimulation, check), { numRuns }))

  holds('S1: never more sessions alive than slots, whatever fails, is refused or cancelled', (simulation) => {
    expect(simulate(simulation).overSlots).toBeLessThanOrEqual(0)
  })

  holds('S3: nothing starts before what it depends on is merged', (simulation) => {
    expect(simulate(simulation).startedBeforeNeeds).toEqual([])
  })

  holds('S9: every task ends, exactly once, and no wake-up is lost', (simulation) => {
    const { statuses } = simulate(simulation)
    expect([...statuses.values()].every(isTaskEnded)).toBe(true)
    expect(statuses.size).toBe(simulation.tasks.length)
  })

  holds('S4: a skip names a hard dependency that ended unmerged', (simulation) => {
    const { decisions, statuses, retried } = simulate(simulation)
    for (const decision of decisions) {
      if (decision.do !== 'skip') continue
      if (!retried.has(decision.because))
        expect(['FAILED', 'CONFLICT', 'CANCELLED', 'SKIPPED']).toContain(statuses.get(decision.because))
      const task = simulation.tasks.find((one) => one.key === decision.key)
      expect(task?.needs).toContainEqual({ key: decision.because, kind: 'HARD' })
    }
  })

  holds('S2: merges are made in plan order within a batch, batch after batch', (simulation) => {
    const undisturbed = { ...simulation, ...BATCHES }
    const planOrder = simulation.tasks.map((task) => task.key)
    const order = simulate(undisturbed).mergeOrder.map((key) => planOrder.indexOf(key))
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  holds('C2: nothing starts after a cancel', (simulation) => {
    expect(simulate(simulation).startsAfterCancel).toBe(0)
  })

  holds('S2: what is merged does not depend on the number of slots', (simulation) => {
    const uncancelled = { ...simulation, ...BATCHES, mode: 'PARALLEL' as const, cancelAtMs: null }
    const one = simulate({ ...uncancelled, slots: 1 })
    const many = simulate({ ...uncancelled, slots: 8 })
    expect(many.mergeOrder).toEqual(one.mergeOrder)
  })

  holds('S7: nothing starts while a run is paused', (simulation) => {
    expect(simulate(simulation).startsWhilePaused).toBe(0)
  })

  holds('S5: nothing of a provider starts before its limit has ended, and a limit uses up no attempt', (simulation) => {
    const { startedWhileHeld, statuses } = simulate(simulation)
    expect(startedWhileHeld).toEqual([])
    const unlimited = simulate({ ...simulation, tasks: simulation.tasks.map((one) => ({ ...one, limits: 0 })) })
    const calm = simulation.cancelAtMs === null && simulation.orders.length === 0
    if (calm) expect(statuses).toEqual(unlimited.statuses)
  })

  holds('I1: of an epic with a lane of its own, one task at a time is at work', (simulation) => {
    expect(simulate({ ...simulation, isolation: 'EPIC' }).sharedLanes).toEqual([])
  })

  holds('decides the same for the same snapshot', (simulation) => {
    expect(simulate(simulation).decisions).toEqual(simulate(simulation).decisions)
  })
})

const task = (key: string, over: Partial<TaskState> = {}): TaskState => ({
  key,
  batch: 1,
  state: 'waiting',
  status: 'PENDING',
  notBefore: null,
  startsFromTip: false,
  needs: [],
  epic: 'core',
  provider: 'command',
  begun: false,
  cancelRequested: false,
  pathLength: 1,
  ...over,
})

const snapshot = (tasks: TaskState[], over: Partial<Snapshot> = {}): Snapshot => ({
  mode: 'PARALLEL',
  strategy: 'BATCHES',
  isolation: 'TASK',
  intent: 'going',
  maxConcurrency: 3,
  merging: false,
  batches: [{ number: 1, state: 'open' }],
  tasks,
  holds: [],
  now: 1_000,
  ...over,
})

describe('decide', () => {
  it('S2: a task whose work was refused starts again from the tip, every other from the batch', () => {
    expect(decide(snapshot([task('a', { startsFromTip: true }), task('b')]))).toEqual([
      { do: 'start', key: 'a', from: 'tip' },
      { do: 'start', key: 'b', from: 'batch' },
    ])
  })

  it('S2: finished work waits until everything before it in plan order has ended', () => {
    const tasks = [
      task('a', { state: 'alive', status: 'RUNNING' }),
      task('b', { state: 'finished', status: 'MERGING' }),
    ]
    expect(decide(snapshot(tasks))).toEqual([])
  })

  it('D1: one merge at a time', () => {
    expect(decide(snapshot([task('a', { state: 'finished', status: 'MERGING' })], { merging: true }))).toEqual([])
  })

  it('S1: a conflict session takes a slot before a first attempt does', () => {
    const tasks = [task('a'), task('b', { state: 'conflicted', status: 'MERGING' })]
    expect(decide(snapshot(tasks, { maxConcurrency: 1 }))).toEqual([{ do: 'resolve', key: 'b' }])
  })

  it('S5: a task that backs off is woken for at its time', () => {
    expect(decide(snapshot([task('a', { notBefore: 5_000 })]))).toEqual([{ do: 'wake', at: 5_000 }])
  })

  it('S5: of a held provider nothing starts; as many as there are slots are told until when, others continue', () => {
    const tasks = [
      task('a', { provider: 'claude' }),
      task('b', { provider: 'claude' }),
      task('c', { provider: 'claude', notBefore: 9_000 }),
      task('d'),
    ]
    const holds = [{ provider: 'claude', until: 9_000 }]
    expect(decide(snapshot(tasks, { holds, maxConcurrency: 2 }))).toEqual([
      { do: 'hold', key: 'a', provider: 'claude', until: 9_000 },
      { do: 'hold', key: 'b', provider: 'claude', until: 9_000 },
      { do: 'start', key: 'd', from: 'batch' },
      { do: 'wake', at: 9_000 },
    ])
    expect(decide(snapshot(tasks, { holds: [{ provider: 'claude', until: 1_000 }] }))).toContainEqual({
      do: 'start',
      key: 'a',
      from: 'batch',
    })
  })

  it('S5: a conflict session waits for its provider too', () => {
    const conflicted = task('a', { state: 'conflicted', status: 'MERGING', notBefore: 9_000 })
    const holds = [{ provider: 'command', until: 9_000 }]
    expect(decide(snapshot([conflicted], { holds }))).toEqual([{ do: 'wake', at: 9_000 }])
  })

  it('S5, S9: the end of a limit wakes the run, even when the only task that was held backs off for longer', () => {
    const tasks = [task('a', { notBefore: 60_000 }), task('b')]
    const holds = [{ provider: 'command', until: 9_000 }]
    expect(decide(snapshot(tasks, { holds, maxConcurrency: 1 }))).toEqual([{ do: 'wake', at: 9_000 }])
  })

  it('S8: sequential mode takes one task at a time, each from the tip', () => {
    expect(decide(snapshot([task('a'), task('b')], { mode: 'SEQUENTIAL' }))).toEqual([
      { do: 'start', key: 'a', from: 'tip' },
    ])
  })

  it('P4: a soft dependency that failed does not hold its dependent back', () => {
    const tasks = [
      task('a', { state: 'ended', status: 'FAILED' }),
      task('b', { batch: 2, needs: [{ key: 'a', kind: 'SOFT' }] }),
    ]
    const batches = [
      { number: 1, state: 'closed' as const },
      { number: 2, state: 'open' as const },
    ]
    expect(decide(snapshot(tasks, { batches }))).toEqual([{ do: 'start', key: 'b', from: 'batch' }])
  })

  it('D6: finished work of an earlier run is queued before anything starts', () => {
    expect(decide(snapshot([task('a'), task('b', { state: 'kept' })]))).toEqual([{ do: 'queue-kept', key: 'b' }])
  })

  it('S7: a paused run merges what has finished, and starts and ends nothing', () => {
    const tasks = [task('a', { state: 'finished', status: 'MERGING' }), task('b')]
    expect(decide(snapshot(tasks, { intent: 'paused' }))).toEqual([{ do: 'merge', key: 'a' }])
    const over = { intent: 'paused' as const, batches: [{ number: 1, state: 'closed' as const }] }
    expect(decide(snapshot([task('a', { state: 'ended', status: 'COMPLETED' })], over))).toEqual([])
  })

  it('S7: a reopened batch goes first; what runs in a later one continues and merges', () => {
    const tasks = [
      task('again', { startsFromTip: true, begun: true }),
      task('later', { batch: 2, state: 'finished', status: 'MERGING' }),
      task('waits', { batch: 2 }),
    ]
    const batches = [
      { number: 1, state: 'open' as const },
      { number: 2, state: 'open' as const },
    ]
    expect(decide(snapshot(tasks, { batches }))).toEqual([
      { do: 'merge', key: 'later' },
      { do: 'start', key: 'again', from: 'tip' },
    ])
  })

  it('S2: CONTINUOUS starts what is ready from the tip, whatever its batch, the longest path first', () => {
    const tasks = [
      task('a', { state: 'ended', status: 'COMPLETED' }),
      task('slow', { state: 'alive', status: 'RUNNING' }),
      task('short', { batch: 2, needs: [{ key: 'a', kind: 'HARD' }], pathLength: 1 }),
      task('long', { batch: 2, needs: [{ key: 'a', kind: 'HARD' }], pathLength: 9 }),
      task('not-yet', { batch: 2, needs: [{ key: 'slow', kind: 'HARD' }], pathLength: 99 }),
    ]
    const open = [1, 2].map((number) => ({ number, state: 'open' as const }))
    expect(decide(snapshot(tasks, { strategy: 'CONTINUOUS', batches: open }))).toEqual([
      { do: 'start', key: 'long', from: 'tip' },
      { do: 'start', key: 'short', from: 'tip' },
    ])
    const pending = [
      { number: 1, state: 'open' as const },
      { number: 2, state: 'pending' as const },
    ]
    expect(decide(snapshot(tasks, { strategy: 'CONTINUOUS', batches: pending }))).toEqual([
      { do: 'open-batch', number: 2 },
    ])
  })

  it('I1: with isolation EPIC a lane continues from its own last merge, one task after the other', () => {
    const tasks = [task('a1'), task('a2'), task('b1', { epic: 'web' })]
    expect(decide(snapshot(tasks, { isolation: 'EPIC' }))).toEqual([
      { do: 'start', key: 'a1', from: 'lane' },
      { do: 'start', key: 'b1', from: 'lane' },
    ])
  })

  it('I1, S7: who was begun gives its lane up to a retried task that it needs', () => {
    const soft = [{ key: 'first', kind: 'SOFT' as const }]
    const tasks = [task('first', { startsFromTip: true }), task('begun', { batch: 2, begun: true, needs: soft })]
    const batches = [1, 2].map((number) => ({ number, state: 'open' as const }))
    expect(decide(snapshot(tasks, { strategy: 'CONTINUOUS', isolation: 'EPIC', batches }))).toEqual([
      { do: 'start', key: 'first', from: 'tip' },
    ])
  })

  it('S7: a cancelled task ends when no agent and no merge of it is under way', () => {
    const tasks = [
      task('a', { state: 'alive', status: 'RUNNING', cancelRequested: true }),
      task('b', { state: 'finished', status: 'MERGING', cancelRequested: true }),
    ]
    expect(decide(snapshot(tasks))).toEqual([{ do: 'cancel', key: 'b' }])
  })

  it('R5: a server that stops decides nothing', () => {
    expect(decide(snapshot([task('a')], { intent: 'stopping' }))).toEqual([])
  })
})
