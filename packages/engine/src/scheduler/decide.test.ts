import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskEnded } from '../domain/statuses.ts'
import { decide as decideBy, isStuck as isStuckBy } from './decide.ts'
import { RunIndex } from './run-index/run-index.ts'
import type { Decision, Snapshot, TaskState } from './snapshot.ts'
import { arbitrarySimulation } from './testing/arbitrary-simulation.ts'
import { type Simulation, simulate } from './testing/simulated-run.ts'

const decide = (snapshot: Snapshot) => decideBy(RunIndex.of(snapshot), snapshot)

const isStuck = (snapshot: Snapshot) => isStuckBy(RunIndex.of(snapshot), snapshot, decide(snapshot))

/** How many simulated runs each property checks. For a long search set COPPICE_PROPERTY_RUNS=100000. */
const numRuns = Number(process.env.COPPICE_PROPERTY_RUNS ?? 250)
/** S2 promises an order of merges only when nobody retries or cancels a task. */
const BATCHES = { strategy: 'BATCHES' as const, commands: [] }

describe('decide, in whole simulated runs', () => {
  const holds = (title: string, check: (simulation: Simulation) => void) =>
    it(title, () => fc.assert(fc.property(arbitrarySimulation, check), { numRuns }))

  holds('S1: there are never more running sessions than slots', (simulation) => {
    expect(simulate(simulation).overSlots).toBeLessThanOrEqual(0)
  })

  holds('S3: no task starts before the tasks that it depends on are merged', (simulation) => {
    expect(simulate(simulation).startedBeforeNeeds).toEqual([])
  })

  holds('S9: every task ends exactly once', (simulation) => {
    const { statuses } = simulate(simulation)
    expect([...statuses.values()].every(isTaskEnded)).toBe(true)
    expect(statuses.size).toBe(simulation.tasks.length)
  })

  holds('S4: a task is skipped only because of a hard dependency that ended unmerged', (simulation) => {
    const { decisions, statuses, retried } = simulate(simulation)
    for (const decision of decisions) {
      if (decision.do !== 'skip') continue
      if (!retried.has(decision.because))
        expect(['FAILED', 'CONFLICT', 'CANCELLED', 'SKIPPED']).toContain(statuses.get(decision.because))
      const task = simulation.tasks.find((one) => one.key === decision.key)
      expect(task?.needs).toContainEqual({ key: decision.because, kind: 'HARD' })
    }
  })

  holds('S2: merges are in plan order', (simulation) => {
    const undisturbed = { ...simulation, ...BATCHES }
    const planOrder = simulation.tasks.map((task) => task.key)
    const order = simulate(undisturbed).mergeOrder.map((key) => planOrder.indexOf(key))
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  holds('C2: no task starts after a cancel', (simulation) => {
    expect(simulate(simulation).startsAfterCancel).toBe(0)
  })

  holds('S2: the merges do not depend on the number of slots', (simulation) => {
    const uncancelled = { ...simulation, ...BATCHES, mode: 'PARALLEL' as const, cancelAtMs: null }
    const one = simulate({ ...uncancelled, slots: 1 })
    const many = simulate({ ...uncancelled, slots: 8 })
    expect(many.mergeOrder).toEqual(one.mergeOrder)
  })

  holds('S7: no task starts while a run is paused', (simulation) => {
    expect(simulate(simulation).startsWhilePaused).toBe(0)
  })

  holds(
    'S5: no task starts while a key that it waits for is closed, such as that of a held provider, and a limit uses up no attempt',
    (simulation) => {
      const { startedWhileClosed, statuses } = simulate(simulation)
      expect(startedWhileClosed).toEqual([])
      const unlimited = simulate({ ...simulation, tasks: simulation.tasks.map((one) => ({ ...one, limits: 0 })) })
      const calm = simulation.cancelAtMs === null && simulation.commands.length === 0
      if (calm) expect(statuses).toEqual(unlimited.statuses)
    },
  )

  holds('S1: a resource never has more holders than its count', (simulation) => {
    expect(simulate(simulation).overResources).toBeLessThanOrEqual(0)
  })

  holds('S1: a slot stays free only if every task that could start finds one of its resources full', (simulation) => {
    simulate(simulation, (snapshot) => {
      const starts = startsOf(decide(snapshot))
      if (starts.length >= snapshot.maxConcurrency - snapshot.alive) return
      const held = heldAfter(snapshot, starts)
      for (const key of startsOf(decide({ ...withoutPaths(snapshot), resources: [] })))
        if (!starts.includes(key)) expect(waitsForFull(snapshot, held, key), key).toBe(true)
    })
  })

  holds('a task is recorded as waiting for a resource exactly while it would start otherwise', (simulation) => {
    simulate(simulation, (snapshot) => {
      const decisions = decide(snapshot)
      if (snapshot.intent !== 'going' || decisions.some((one) => one.do !== 'wake' && one.do !== 'merge')) return
      const held = heldAfter(snapshot, [])
      for (const { key, awaits, state } of snapshot.tasks) {
        if (awaits === null) continue
        expect(['waiting', 'conflicted'], key).toContain(state)
        expect(snapshot.resources.some((one) => one.key === awaits && (held.get(awaits) ?? 0) >= one.count)).toBe(true)
      }
      if (snapshot.alive >= snapshot.maxConcurrency) return
      for (const key of startsOf(decide({ ...withoutPaths(snapshot), resources: [] })))
        expect(snapshot.tasks.find((one) => one.key === key)?.awaits, key).not.toBeNull()
    })
  })

  holds(
    'S1: keeping tasks apart that probably change the same paths never lowers the number of sessions that start',
    (simulation) => {
      simulate(simulation, (snapshot) => {
        expect(startsOf(decide(snapshot)).length).toBe(startsOf(decide(withoutPaths(snapshot))).length)
      })
    },
  )

  holds('S2: with BATCHES, the paths that tasks probably change have no effect on any decision', (simulation) => {
    simulate({ ...simulation, strategy: 'BATCHES' }, (snapshot) => {
      expect(decide(snapshot)).toEqual(decide(withoutPaths(snapshot)))
    })
  })

  holds(
    'M2: a run exceeds its budgets only by the requests in flight, pauses once for each raise or until the next day, and ends',
    (simulation) => {
      const { overBudget, pauses, raises, nextDays, statuses, warnings } = simulate({
        ...simulation,
        cancelAtMs: null,
        commands: [],
      })
      expect(overBudget).toBeLessThanOrEqual(0)
      expect(pauses).toBe(raises + nextDays)
      expect([...statuses.values()].every(isTaskEnded)).toBe(true)
      expect(warnings.every((percent) => percent === 80 || percent === 95)).toBe(true)
    },
  )

  holds(
    'M2: a session starts only if its estimate is free, or if it is the only one and its estimate is not learned',
    (simulation) => {
      simulate(simulation, (snapshot) => {
        if (!snapshot.budget) return
        const { pots, reservedMicroUsd, estimates } = snapshot.budget
        const starts = startsOf(decide(snapshot))
        const needed = starts.map((key) => estimates[key]?.microUsd ?? 0).reduce((sum, one) => sum + one, 0)
        const isTry = snapshot.alive === 0 && starts.length === 1 && estimates[starts[0] ?? '']?.isLearned === false
        for (const { limitMicroUsd, spentMicroUsd } of pots) {
          if (starts.length > 0 && !isTry)
            expect(needed).toBeLessThanOrEqual(limitMicroUsd - spentMicroUsd - reservedMicroUsd)
          if (spentMicroUsd >= limitMicroUsd) expect(starts).toEqual([])
        }
      })
    },
  )

  holds('M2: at its limit, a run pauses only while a task still wants a session', (simulation) => {
    simulate(simulation, (snapshot) => {
      const isPaused = decide(snapshot).some((one) => one.do === 'pause')
      if (isPaused) expect(snapshot.tasks.some(({ state }) => state === 'waiting' || state === 'conflicted')).toBe(true)
    })
  })

  holds(
    'M2: a slot stays free only if every task that could start finds too little money or a full resource',
    (simulation) => {
      simulate(simulation, (snapshot) => {
        const { budget, ...unlimited } = snapshot
        const decisions = decide(snapshot)
        const starts = startsOf(decisions)
        const isOther = (one: Decision) =>
          one.do === 'pause' ? one.because !== 'too-little' : !['start', 'await', 'wake'].includes(one.do)
        if (!budget || decisions.some(isOther) || starts.length >= snapshot.maxConcurrency - snapshot.alive) return
        const costOf = (key: string) => budget.estimates[key]?.microUsd ?? 0
        const needed = starts.map(costOf).reduce((sum, one) => sum + one, 0)
        const left = budget.pots.map(({ limitMicroUsd, spentMicroUsd }) => limitMicroUsd - spentMicroUsd)
        const free = Math.min(...left) - budget.reservedMicroUsd - needed
        const held = heldAfter(snapshot, starts)
        for (const key of startsOf(decide({ ...withoutPaths(unlimited), resources: [], maxConcurrency: 1_000 })))
          if (!starts.includes(key)) expect(costOf(key) > free || waitsForFull(snapshot, held, key), key).toBe(true)
      })
    },
  )

  holds('I1: with isolation EPIC, one task of an epic runs at a time', (simulation) => {
    expect(simulate({ ...simulation, isolation: 'EPIC' }).sharedLanes).toEqual([])
  })

  holds('the same simulation leads to the same decisions', (simulation) => {
    expect(simulate(simulation).decisions).toEqual(simulate(simulation).decisions)
  })
})

const startsOf = (decisions: ReturnType<typeof decide>) =>
  decisions.flatMap((one) => (one.do === 'start' ? [one.key] : []))

const withoutPaths = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  tasks: snapshot.tasks.map((one) => ({ ...one, likelyPaths: [] })),
})

/** Returns the number of holders of each resource after these tasks have started. */
function heldAfter({ resources, tasks }: Snapshot, starts: readonly string[]): Map<string, number> {
  const uses = (key: string) => tasks.filter((one) => starts.includes(one.key) && one.waitsFor.includes(key)).length
  return new Map(resources.map(({ key, held }) => [key, held + uses(key)]))
}

const waitsForFull = ({ resources, tasks }: Snapshot, held: ReadonlyMap<string, number>, key: string): boolean =>
  resources.some(
    (one) =>
      tasks.find((task) => task.key === key)?.waitsFor.includes(one.key) && (held.get(one.key) ?? 0) >= one.count,
  )

const task = (key: string, over: Partial<TaskState> = {}): TaskState => ({
  key,
  batch: 1,
  state: 'waiting',
  status: 'PENDING',
  notBefore: null,
  startsFromTip: false,
  needs: [],
  epic: 'core',
  waitsFor: ['provider:command'],
  awaits: null,
  likelyPaths: [],
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
  alive: tasks.filter(({ state }) => state === 'alive').length,
  wanted: [],
  batches: [{ number: 1, state: 'open' }],
  tasks,
  closed: [],
  resources: [],
  now: 1_000,
  ...over,
})

describe('decide', () => {
  it('S2: a task whose work was refused starts from the tip, every other task from the start of its batch', () => {
    expect(decide(snapshot([task('a', { startsFromTip: true }), task('b')]))).toEqual([
      { do: 'start', kind: 'WORK', key: 'a', from: 'tip' },
      { do: 'start', kind: 'WORK', key: 'b', from: 'batch' },
    ])
  })

  it('S2: finished work waits until every task before it in plan order has ended', () => {
    const tasks = [
      task('a', { state: 'alive', status: 'RUNNING' }),
      task('b', { state: 'finished', status: 'MERGING' }),
    ]
    expect(decide(snapshot(tasks))).toEqual([])
  })

  it('M2: a run whose budget is spent finishes its merges without a pause, and a session with an unknown cost pauses it', () => {
    const run = { pot: 'RUN', limitMicroUsd: 5, spentMicroUsd: 6, warnedPercent: 95, opensAt: null } as const
    const budget = { pots: [run], reservedMicroUsd: 0, estimates: {}, hasUnpricedSession: false }
    const finished = task('a', { state: 'finished', status: 'MERGING' })
    const alive = task('b', { state: 'alive', status: 'RUNNING' })
    const pause = { do: 'pause', because: 'spent', pot: 'RUN', until: null, missingMicroUsd: null }
    expect(decide(snapshot([finished, alive], { budget }))).toEqual([{ do: 'merge', key: 'a' }])
    expect(decide(snapshot([finished, task('b')], { budget }))).toEqual([{ do: 'merge', key: 'a' }, pause])
    const unpriced = { ...budget, hasUnpricedSession: true }
    expect(decide(snapshot([alive], { budget: unpriced }))).toEqual([{ ...pause, because: 'unpriced', pot: null }])
    expect(decide(snapshot([finished], { budget: unpriced }))).toEqual([{ do: 'merge', key: 'a' }])
  })

  it('M2: the budget with the least money decides; a run waits for the next day, unless even its whole budget is too small', () => {
    const pot = { spentMicroUsd: 4, warnedPercent: 95, opensAt: null }
    const run = { ...pot, pot: 'RUN', limitMicroUsd: 100 } as const
    const project = { ...pot, pot: 'PROJECT', limitMicroUsd: 50, spentMicroUsd: 10 } as const
    const day = { ...pot, pot: 'DAY', limitMicroUsd: 8, opensAt: 9_000 } as const
    const estimates = { a: { microUsd: 6, isLearned: true } }
    const budget = { pots: [run, project, day], reservedMicroUsd: 0, estimates, hasUnpricedSession: false }
    const tasks = [task('a', { costClass: 'a' })]
    const pause = { do: 'pause', because: 'too-little', pot: 'DAY', until: 9_000, missingMicroUsd: 2 }
    expect(decide(snapshot(tasks, { budget }))).toEqual([pause, { do: 'wake', at: 9_000 }])
    const paused = { budget, intent: 'paused', resumesAt: 9_000 } as const
    expect(decide(snapshot(tasks, paused))).toEqual([{ do: 'wake', at: 9_000 }])
    expect(decide(snapshot(tasks, { ...paused, now: 9_000 }))).toEqual([{ do: 'resume' }])
    const small = { ...budget, pots: [run, project, { ...day, limitMicroUsd: 5 }] }
    expect(decide(snapshot(tasks, { budget: small }))).toEqual([{ ...pause, until: null, missingMicroUsd: 5 }])
    const poor = { ...budget, pots: [run, { ...project, limitMicroUsd: 12 }, day] }
    expect(decide(snapshot(tasks, { budget: poor }))).toEqual([
      { ...pause, pot: 'PROJECT', until: null, missingMicroUsd: 4 },
    ])
    const dearer = { ...budget, estimates: { ...estimates, b: { microUsd: 9, isLearned: true }, c: null } }
    for (const other of ['b', 'c'])
      for (const classes of [
        ['a', other],
        [other, 'a'],
      ]) {
        const both = classes.map((costClass, index) => task(`t${index}`, { costClass }))
        expect(decide(snapshot(both, { budget: dearer })), classes.join()).toEqual([pause, { do: 'wake', at: 9_000 }])
      }
    const rich = { ...budget, pots: [run, project, { ...day, limitMicroUsd: 10 }] }
    expect(decide(snapshot(tasks, { budget: rich }))).toMatchObject([{ do: 'start', key: 'a' }])
  })

  it('D1: no second merge begins while a merge is in progress', () => {
    expect(decide(snapshot([task('a', { state: 'finished', status: 'MERGING' })], { merging: true }))).toEqual([])
  })

  it('S1: a session beside its task counts against the slots, and gets one that no task needs', () => {
    const wanted = [{ kind: 'LEARNING', key: 'a' } as const, { kind: 'LEARNING', key: 'b' } as const]
    const tasks = [
      task('a', { state: 'ended', status: 'COMPLETED' }),
      task('b'),
      task('c', { waitsFor: ['provider:held'] }),
    ]
    const starts = (over: Partial<Snapshot>) => decide(snapshot(tasks, { wanted, ...over }))
    expect(starts({ alive: 1 })).toEqual([
      { do: 'start', kind: 'WORK', key: 'b', from: 'batch' },
      { do: 'start', kind: 'WORK', key: 'c', from: 'batch' },
    ])
    expect(starts({ closed: [{ key: 'provider:held', until: 5_000 }] })).toContainEqual({
      ...{ do: 'start', kind: 'LEARNING', key: 'a', from: 'tip' },
    })
    expect(starts({ alive: 3 })).toEqual([])
    expect(starts({ intent: 'paused' })).toEqual([])
  })

  it('S9: a run ends when no session beside its tasks is under way or wanted', () => {
    const tasks = [task('a', { state: 'ended', status: 'COMPLETED' })]
    const wanted = [{ kind: 'LEARNING', key: 'a' } as const]
    const ended = (over: Partial<Snapshot>) =>
      decide(snapshot(tasks, { batches: [{ number: 1, state: 'closed' }], ...over }))
    expect(ended({ wanted })).toEqual([{ do: 'start', kind: 'LEARNING', key: 'a', from: 'tip' }])
    expect(ended({ wanted, alive: 1, maxConcurrency: 1 })).toEqual([])
    // Nothing depends on such a session, so a run does not wait until the hold of its provider ends.
    expect(ended({ wanted, closed: [{ key: 'provider:command', until: 5_000 }] })).toEqual([{ do: 'finish' }])
    expect(ended({ alive: 1 })).toEqual([])
    expect(ended({ alive: 1, intent: 'cancelling', wanted })).toEqual([])
    expect(ended({})).toEqual([{ do: 'finish' }])
  })

  it('S1: a conflict session gets a slot before a new attempt does', () => {
    const tasks = [task('a'), task('b', { state: 'conflicted', status: 'MERGING' })]
    expect(decide(snapshot(tasks, { maxConcurrency: 1 }))).toEqual([
      { do: 'start', kind: 'CONFLICT', key: 'b', from: 'work' },
    ])
  })

  it('S5: the run wakes when the back-off of a task ends', () => {
    expect(decide(snapshot([task('a', { notBefore: 5_000 })]))).toEqual([{ do: 'wake', at: 5_000 }])
  })

  it('S5: a hold delays as many tasks of its provider as there are slots, and tasks of other providers start', () => {
    const tasks = [
      task('a', { waitsFor: ['provider:claude'] }),
      task('b', { waitsFor: ['provider:claude'] }),
      task('c', { waitsFor: ['provider:claude'], notBefore: 9_000 }),
      task('d'),
    ]
    const closed = [{ key: 'provider:claude', until: 9_000 }]
    expect(decide(snapshot(tasks, { closed, maxConcurrency: 2 }))).toEqual([
      { do: 'hold', key: 'a', waitsFor: 'provider:claude', until: 9_000 },
      { do: 'hold', key: 'b', waitsFor: 'provider:claude', until: 9_000 },
      { do: 'start', kind: 'WORK', key: 'd', from: 'batch' },
      { do: 'wake', at: 9_000 },
    ])
    expect(decide(snapshot(tasks, { closed: [{ key: 'provider:claude', until: 1_000 }] }))).toContainEqual({
      do: 'start',
      kind: 'WORK',
      key: 'a',
      from: 'batch',
    })
  })

  it('S5: a conflict session also waits for a held provider', () => {
    const conflicted = task('a', { state: 'conflicted', status: 'MERGING', notBefore: 9_000 })
    const closed = [{ key: 'provider:command', until: 9_000 }]
    expect(decide(snapshot([conflicted], { closed }))).toEqual([{ do: 'wake', at: 9_000 }])
  })

  it('S5, S9: a task that backs off for longer than a hold leaves its place to the next, and the run wakes at the end of the hold', () => {
    const tasks = [task('a', { notBefore: 60_000 }), task('b')]
    const closed = [{ key: 'provider:command', until: 9_000 }]
    expect(decide(snapshot(tasks, { closed, maxConcurrency: 1 }))).toEqual([
      { do: 'hold', key: 'b', waitsFor: 'provider:command', until: 9_000 },
      { do: 'wake', at: 9_000 },
    ])
  })

  it('a task waits while one of its keys is closed, and a task behind it starts', () => {
    const leased = task('leased', { waitsFor: ['provider:command', 'lease:database'] })
    const closed = [{ key: 'lease:database', until: null }]
    expect(decide(snapshot([leased, task('behind')], { closed, maxConcurrency: 1 }))).toEqual([
      { do: 'start', kind: 'WORK', key: 'behind', from: 'batch' },
    ])
    expect(decide(snapshot([leased], { closed }))).toEqual([])
    expect(decide(snapshot([leased]))).toEqual([{ do: 'start', kind: 'WORK', key: 'leased', from: 'batch' }])
  })

  it('a run in which a task only waits for a closed key is not stuck, and one in which no task could ever start is', () => {
    const leased = task('leased', { waitsFor: ['lease:database'] })
    const closed = [{ key: 'lease:database', until: null }]
    expect(isStuck(snapshot([leased], { closed }))).toBe(false)
    expect(isStuck(snapshot([{ ...leased, state: 'conflicted', status: 'MERGING' }], { closed }))).toBe(false)
    const each = [
      task('a', { needs: [{ key: 'b', kind: 'HARD' }] }),
      task('b', { needs: [{ key: 'a', kind: 'HARD' }] }),
    ]
    expect(isStuck(snapshot(each))).toBe(true)
    expect(isStuck(snapshot([...each, leased], { closed }))).toBe(false)
    expect(
      isStuck(snapshot([task('a', { ...each[0], waitsFor: ['lease:database'] }), task('b', each[1])], { closed })),
    ).toBe(true)
    expect(isStuck(snapshot([task('a')], { intent: 'stopping' }))).toBe(false)
  })

  it('the run wakes when a key opens, if its time is known; a task with several closed keys waits for the last of them', () => {
    const waits = task('a', { waitsFor: ['provider:claude', 'budget:day'] })
    const at = (until: number | null, over: Partial<Snapshot> = {}) =>
      decide(
        snapshot([waits], {
          closed: [
            { key: 'budget:day', until },
            { key: 'provider:claude', until: 5_000 },
          ],
          ...over,
        }),
      )
    expect(at(9_000)).toEqual([
      { do: 'hold', key: 'a', waitsFor: 'budget:day', until: 9_000 },
      { do: 'wake', at: 9_000 },
    ])
    expect(at(9_000, { now: 9_000 })).toEqual([{ do: 'start', kind: 'WORK', key: 'a', from: 'batch' }])
    expect(at(null)).toEqual([])
    expect(at(null, { now: 9_000 })).toEqual([])
  })

  it('S1: a task that finds a resource full waits, is recorded as waiting once, and a task behind it starts', () => {
    const use = (held: number) => [{ key: 'resource:database', count: 1, held }]
    const waitsFor = ['provider:command', 'resource:database']
    const tasks = [task('a', { waitsFor }), task('b', { waitsFor }), task('c')]
    const start = (key: string) => ({ do: 'start', kind: 'WORK', key, from: 'batch' })
    expect(decide(snapshot(tasks, { resources: use(0), maxConcurrency: 2 }))).toEqual([
      start('a'),
      start('c'),
      { do: 'await', key: 'b', awaits: 'resource:database' },
    ])
    const waiting = task('b', { waitsFor, awaits: 'resource:database' })
    expect(decide(snapshot([waiting], { resources: use(1), alive: 1 }))).toEqual([])
    expect(decide(snapshot([waiting], { resources: use(0), alive: 0 }))).toEqual([start('b')])
    expect(decide(snapshot([waiting], { resources: use(0), alive: 3 }))).toEqual([
      { do: 'await', key: 'b', awaits: null },
    ])
  })

  it('S1: a task takes all of its resources or none, so no task waits while it holds one', () => {
    const resources = ['database', 'device'].map((name) => ({
      ...{ key: `resource:${name}`, count: 1, held: name === 'device' ? 1 : 0 },
    }))
    const both = task('both', { waitsFor: ['resource:database', 'resource:device'] })
    const one = task('one', { waitsFor: ['resource:database'] })
    expect(decide(snapshot([both, one], { resources, alive: 1 }))).toEqual([
      { do: 'start', kind: 'WORK', key: 'one', from: 'batch' },
      { do: 'await', key: 'both', awaits: 'resource:device' },
    ])
  })

  it('S2: CONTINUOUS keeps tasks apart that probably change the same paths, as long as other tasks can take the slots', () => {
    const paths = (key: string, likelyPaths: string[], pathLength: number) => task(key, { likelyPaths, pathLength })
    const running = task('running', { state: 'alive', status: 'RUNNING', likelyPaths: ['index.js'] })
    const [same, twin, other, free] = [
      paths('same', ['index.js', 'a.js'], 9),
      paths('twin', ['b.js'], 8),
      paths('other', ['b.js'], 7),
      paths('free', [], 1),
    ]
    const starts = (tasks: TaskState[], over: Partial<Snapshot> = {}) =>
      startsOf(decide(snapshot([running, ...tasks], { strategy: 'CONTINUOUS', ...over })))
    expect(starts([same, twin, other, free])).toEqual(['twin', 'free'])
    expect(starts([same, twin, other, free], { strategy: 'BATCHES' })).toEqual(['same', 'twin'])
    expect(starts([same, twin])).toEqual(['same', 'twin'])
    expect(starts([same, twin, other, free], { maxConcurrency: 5 })).toEqual(['same', 'twin', 'other', 'free'])
    const conflicted = task('conflicted', { state: 'conflicted', status: 'MERGING', likelyPaths: ['index.js'] })
    expect(starts([conflicted, same, twin, other, free])).toEqual(['conflicted', 'twin'])
  })

  it('S1: a conflict session takes a resource before a new attempt does, and a session beside its task takes it last', () => {
    const resources = [{ key: 'resource:database', count: 1, held: 0 }]
    const waitsFor = ['resource:database']
    const wanted = [{ kind: 'LEARNING', key: 'c' } as const]
    const tasks = [
      task('a', { waitsFor }),
      task('b', { waitsFor, state: 'conflicted', status: 'MERGING' }),
      task('c', { waitsFor, state: 'ended', status: 'COMPLETED' }),
    ]
    expect(startsOf(decide(snapshot(tasks, { resources, wanted })))).toEqual(['b'])
    const batches = [{ number: 1, state: 'closed' as const }]
    expect(startsOf(decide(snapshot(tasks.slice(2), { resources, wanted, batches })))).toEqual(['c'])
  })

  it('S9: a run does not wait for a session beside its tasks that waits for a key of unknown time', () => {
    const tasks = [task('a', { state: 'ended', status: 'COMPLETED', waitsFor: ['lease:database'] })]
    const wanted = [{ kind: 'LEARNING', key: 'a' } as const]
    const batches = [{ number: 1, state: 'closed' as const }]
    const closed = [{ key: 'lease:database', until: null }]
    expect(decide(snapshot(tasks, { wanted, batches, closed }))).toEqual([{ do: 'finish' }])
    expect(decide(snapshot(tasks, { wanted, batches, closed, intent: 'cancelling' }))).toEqual([{ do: 'finish' }])
  })

  it('S5, M2: a session beside its task that has needs of its own waits for those, and takes money only when no task lacks it', () => {
    const ofTask = { waitsFor: ['provider:command', 'resource:database'], costClass: 'dear' }
    const tasks = [task('a', { state: 'ended', status: 'COMPLETED', ...ofTask }), task('b', ofTask)]
    const needs = { waitsFor: ['provider:anthropic'], costClass: 'cheap' }
    const wanted = [{ kind: 'LEARNING', key: 'a', needs } as const]
    const pot = { pot: 'RUN', limitMicroUsd: 100, spentMicroUsd: 50, warnedPercent: 0, opensAt: null } as const
    const estimates = (dear: number) => ({
      dear: { microUsd: dear, isLearned: true },
      cheap: { microUsd: 10, isLearned: true },
    })
    const budget = { pots: [pot], reservedMicroUsd: 0, hasUnpricedSession: false }
    const of = (over: Partial<Snapshot>) => startsOf(decide(snapshot(tasks, { wanted, alive: 1, ...over })))
    const closed = [{ key: 'provider:command', until: null }]
    expect(of({ closed })).toEqual(['a'])
    expect(of({ closed: [...closed, { key: 'provider:anthropic', until: null }] })).toEqual([])
    expect(of({ closed, resources: [{ key: 'resource:database', count: 1, held: 1 }] })).toEqual(['a'])
    expect(of({ budget: { ...budget, estimates: estimates(40) } })).toEqual(['b', 'a'])
    expect(of({ budget: { ...budget, estimates: estimates(45) } })).toEqual(['b'])
    expect(of({ budget: { ...budget, estimates: estimates(60) } })).toEqual([])
    // An idle run pauses because of a task, and never because of a session beside one.
    const idle = {
      alive: 0,
      closed,
      budget: { ...budget, pots: [{ ...pot, spentMicroUsd: 95 }], estimates: estimates(40) },
    }
    expect(
      decide(
        snapshot(tasks, {
          wanted,
          ...idle,
          budget: { ...idle.budget, pots: [{ ...pot, spentMicroUsd: 95, warnedPercent: 95 }] },
        }),
      ),
    ).toEqual([])
    const batches = [{ number: 1, state: 'closed' as const }]
    const ended = { wanted, batches, alive: 0, budget: { ...budget, estimates: estimates(40) } }
    expect(startsOf(decide(snapshot(tasks.slice(0, 1), ended)))).toEqual(['a'])
    const poor = { ...ended.budget, pots: [{ ...pot, spentMicroUsd: 95 }] }
    expect(decide(snapshot(tasks.slice(0, 1), { ...ended, budget: poor }))).toEqual([{ do: 'finish' }])
    const unpriced = { ...ended.budget, hasUnpricedSession: true }
    expect(decide(snapshot(tasks.slice(0, 1), { ...ended, budget: unpriced }))).toEqual([{ do: 'finish' }])
  })

  it('S8: sequential mode takes one task at a time, each from the tip', () => {
    expect(decide(snapshot([task('a'), task('b')], { mode: 'SEQUENTIAL' }))).toEqual([
      { do: 'start', kind: 'WORK', key: 'a', from: 'tip' },
    ])
  })

  it('P4: a task starts although its soft dependency failed', () => {
    const tasks = [
      task('a', { state: 'ended', status: 'FAILED' }),
      task('b', { batch: 2, needs: [{ key: 'a', kind: 'SOFT' }] }),
    ]
    const batches = [
      { number: 1, state: 'closed' as const },
      { number: 2, state: 'open' as const },
    ]
    expect(decide(snapshot(tasks, { batches }))).toEqual([{ do: 'start', kind: 'WORK', key: 'b', from: 'batch' }])
  })

  it('D6: finished work of an earlier run enters the merge queue before any task starts', () => {
    expect(decide(snapshot([task('a'), task('b', { state: 'kept' })]))).toEqual([{ do: 'queue-kept', key: 'b' }])
  })

  it('S7: a paused run merges finished work, but starts no task and does not end', () => {
    const tasks = [task('a', { state: 'finished', status: 'MERGING' }), task('b')]
    expect(decide(snapshot(tasks, { intent: 'paused' }))).toEqual([{ do: 'merge', key: 'a' }])
    const over = { intent: 'paused' as const, batches: [{ number: 1, state: 'closed' as const }] }
    expect(decide(snapshot([task('a', { state: 'ended', status: 'COMPLETED' })], over))).toEqual([])
  })

  it('S7: tasks of a reopened batch start first, while finished work of a later batch is still merged', () => {
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
      { do: 'start', kind: 'WORK', key: 'again', from: 'tip' },
    ])
  })

  it('S2: CONTINUOUS starts ready tasks of all batches from the tip, those with the longest path first', () => {
    const tasks = [
      task('a', { state: 'ended', status: 'COMPLETED' }),
      task('slow', { state: 'alive', status: 'RUNNING' }),
      task('short', { batch: 2, needs: [{ key: 'a', kind: 'HARD' }], pathLength: 1 }),
      task('long', { batch: 2, needs: [{ key: 'a', kind: 'HARD' }], pathLength: 9 }),
      task('not-yet', { batch: 2, needs: [{ key: 'slow', kind: 'HARD' }], pathLength: 99 }),
    ]
    const open = [1, 2].map((number) => ({ number, state: 'open' as const }))
    expect(decide(snapshot(tasks, { strategy: 'CONTINUOUS', batches: open }))).toEqual([
      { do: 'start', kind: 'WORK', key: 'long', from: 'tip' },
      { do: 'start', kind: 'WORK', key: 'short', from: 'tip' },
    ])
    const pending = [
      { number: 1, state: 'open' as const },
      { number: 2, state: 'pending' as const },
    ]
    expect(decide(snapshot(tasks, { strategy: 'CONTINUOUS', batches: pending }))).toEqual([
      { do: 'open-batch', number: 2 },
    ])
  })

  it('I1: with isolation EPIC one task of each epic starts, from its lane', () => {
    const tasks = [task('a1'), task('a2'), task('b1', { epic: 'web' })]
    expect(decide(snapshot(tasks, { isolation: 'EPIC' }))).toEqual([
      { do: 'start', kind: 'WORK', key: 'a1', from: 'lane' },
      { do: 'start', kind: 'WORK', key: 'b1', from: 'lane' },
    ])
  })

  it('I1, S7: a begun task leaves its lane to a retried task that it needs', () => {
    const soft = [{ key: 'first', kind: 'SOFT' as const }]
    const tasks = [task('first', { startsFromTip: true }), task('begun', { batch: 2, begun: true, needs: soft })]
    const batches = [1, 2].map((number) => ({ number, state: 'open' as const }))
    expect(decide(snapshot(tasks, { strategy: 'CONTINUOUS', isolation: 'EPIC', batches }))).toEqual([
      { do: 'start', kind: 'WORK', key: 'first', from: 'tip' },
    ])
  })

  it('S7: a cancelled task ends when neither its agent nor its merge is in progress', () => {
    const tasks = [
      task('a', { state: 'alive', status: 'RUNNING', cancelRequested: true }),
      task('b', { state: 'finished', status: 'MERGING', cancelRequested: true }),
    ]
    expect(decide(snapshot(tasks))).toEqual([{ do: 'cancel', key: 'b' }])
  })

  it('R5: a server that stops makes no decision', () => {
    expect(decide(snapshot([task('a')], { intent: 'stopping' }))).toEqual([])
  })
})
