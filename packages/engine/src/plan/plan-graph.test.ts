import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GraphInput, PlanDependency } from '../domain/plan.ts'
import { planGraph } from './plan-graph.ts'

/** How many plans each property checks. For a long search set COPPICE_PROPERTY_RUNS=100000. */
const numRuns = Number(process.env.COPPICE_PROPERTY_RUNS ?? 1_000)

describe('batches', () => {
  test('P3: contain the tasks whose longest path has the same length, in plan order', () => {
    const graph = sound(graphOf({ a: [], b: [], c: ['a'], d: ['a', 'c'], e: ['b'] }))
    expect(graph.batches).toEqual([
      { number: 1, keys: ['a', 'b'] },
      { number: 2, keys: ['c', 'e'] },
      { number: 3, keys: ['d'] },
    ])
  })

  test('P3: plan order is by task priority, then epic priority, then position', () => {
    const input: GraphInput = {
      epics: [
        { key: 'late', priority: 9, dependsOn: [] },
        { key: 'soon', priority: 1, dependsOn: [] },
      ],
      tasks: [
        { key: 'a', epicKey: 'late', priority: 5, position: 0, dependsOn: [] },
        { key: 'b', epicKey: 'late', priority: 5, position: 1, dependsOn: [] },
        { key: 'c', epicKey: 'soon', priority: 5, position: 2, dependsOn: [] },
        { key: 'd', epicKey: 'soon', priority: 1, position: 3, dependsOn: [] },
      ],
    }
    expect(sound(input).batches[0]?.keys).toEqual(['d', 'c', 'a', 'b'])
  })

  test('P1: leave out done tasks and the dependencies on them', () => {
    const graph = sound(graphOf({ a: [], b: ['a'], c: ['b', 'archived'] }), ['a', 'archived'])
    expect(graph.batches.map((batch) => batch.keys)).toEqual([['b'], ['c']])
    expect(graph.dependsOn.get('b')).toEqual([])
    expect(graph.dependsOn.get('c')).toEqual([{ key: 'b', kind: 'HARD' }])
  })

  test('do not exist if every task is done', () => {
    expect(sound(graphOf({ a: [] }), ['a'])).toMatchObject({ batches: [], criticalPath: [] })
    expect(sound({ epics: [], tasks: [] })).toMatchObject({ batches: [], criticalPath: [] })
  })

  test('P4: a soft dependency orders tasks like a hard one', () => {
    const input = graphOf({ a: [], b: [{ key: 'a', kind: 'SOFT' }] })
    expect(sound(input).batches.map((batch) => batch.keys)).toEqual([['a'], ['b']])
    expect(sound(input).dependsOn.get('b')).toEqual([{ key: 'a', kind: 'SOFT' }])
  })
})

describe('an epic that depends on another epic', () => {
  const input: GraphInput = {
    epics: [
      { key: 'x', priority: 1, dependsOn: [] },
      { key: 'y', priority: 1, dependsOn: ['x', 'empty', 'unknown'] },
      { key: 'empty', priority: 1, dependsOn: ['y'] },
    ],
    tasks: [
      { key: 'x1', epicKey: 'x', priority: 1, position: 0, dependsOn: [] },
      { key: 'x2', epicKey: 'x', priority: 1, position: 1, dependsOn: [{ key: 'x1', kind: 'HARD' }] },
      { key: 'y1', epicKey: 'y', priority: 1, position: 2, dependsOn: [{ key: 'x2', kind: 'SOFT' }] },
      { key: 'y2', epicKey: 'y', priority: 1, position: 3, dependsOn: [] },
    ],
  }

  test('P2: each of its tasks waits for all tasks of the other epic', () => {
    expect(sound(input).batches.map((batch) => batch.keys)).toEqual([['x1'], ['x2'], ['y1', 'y2']])
    expect(sound(input).dependsOn.get('y2')).toEqual([
      { key: 'x1', kind: 'HARD' },
      { key: 'x2', kind: 'HARD' },
    ])
  })

  test('P4: makes a soft dependency of its task on the other epic hard', () => {
    expect(sound(input).dependsOn.get('y1')).toEqual([
      { key: 'x2', kind: 'HARD' },
      { key: 'x1', kind: 'HARD' },
    ])
  })

  test('P2: does not wait for done tasks of the other epic', () => {
    expect(sound(input, ['x1', 'x2']).batches.map((batch) => batch.keys)).toEqual([['y1', 'y2']])
  })
})

describe('cycles', () => {
  test('P1: are lists of keys in which each task waits for the next, from the first in plan order', () => {
    expect(planGraph({ ...graphOf({ a: ['c'], b: ['a'], c: ['b'], d: ['a'] }), done: new Set() })).toEqual({
      ok: false,
      cycles: [['a', 'c', 'b']],
    })
  })

  test('P1: are one for each group of tasks that wait for each other, the shortest through its first task', () => {
    const input = graphOf({ a: ['b', 'd'], b: ['c'], c: ['a'], d: ['a'], x: ['y'], y: ['x'], z: ['z'] })
    expect(planGraph({ ...input, done: new Set() })).toEqual({ ok: false, cycles: [['a', 'd'], ['x', 'y'], ['z']] })
  })

  test('P1: can contain soft dependencies and done tasks', () => {
    const input = graphOf({ a: [{ key: 'b', kind: 'SOFT' }], b: ['a'] })
    expect(planGraph({ ...input, done: new Set(['a']) })).toEqual({ ok: false, cycles: [['a', 'b']] })
  })

  test('P2: can lead through epics', () => {
    const epics = [
      { key: 'x', priority: 1, dependsOn: ['y'] },
      { key: 'y', priority: 1, dependsOn: ['x'] },
    ]
    const tasks = ['x', 'y'].map((key, position) => ({
      key: `${key}1`,
      epicKey: key,
      priority: 1,
      position,
      dependsOn: [],
    }))
    expect(planGraph({ epics, tasks, done: new Set() })).toEqual({ ok: false, cycles: [['x1', 'y1']] })
  })
})

describe('the critical path', () => {
  const input = graphOf({ a: [], b: ['a'], c: ['b'], d: [], e: ['d'] })

  test('is the longest chain, first to last', () => {
    expect(sound(input).criticalPath).toEqual(['a', 'b', 'c'])
  })

  test('is the first in plan order if several chains have the same length', () => {
    expect(sound(graphOf({ a: [], b: [], c: ['b', 'a'], d: ['b'] })).criticalPath).toEqual(['a', 'c'])
  })

  test('takes the durations of tasks into account', () => {
    const durationOf = (key: string) => (key === 'd' ? 10 : 1)
    const graph = planGraph({ ...input, done: new Set(), durationOf })
    expect(graph.ok && graph.criticalPath).toEqual(['d', 'e'])
  })
})

describe('properties', () => {
  test('each dependency of a task is in an earlier batch, and the batch number is the longest path', () => {
    fc.assert(
      fc.property(anyGraph, ({ input, done }) => {
        const graph = planGraph({ ...input, done })
        if (!graph.ok) return
        const batchOf = new Map(graph.batches.flatMap(({ number, keys }) => keys.map((key) => [key, number])))
        expect([...batchOf.keys()].sort()).toEqual(
          input.tasks
            .map(({ key }) => key)
            .filter((key) => !done.has(key))
            .sort(),
        )
        for (const [key, number] of batchOf) {
          const needs = pairs(input).filter(([from, to]) => from === key && !done.has(to))
          expect(new Set(graph.dependsOn.get(key).map((dependency) => dependency.key))).toEqual(
            new Set(needs.map(([, to]) => to)),
          )
          expect(number).toBe(1 + Math.max(0, ...needs.map(([, to]) => batchOf.get(to) ?? Number.NaN)))
        }
        expect(graph.criticalPath).toHaveLength(graph.batches.length)
      }),
      { numRuns },
    )
  })

  test('the batches do not depend on the order in which epics and tasks are listed', () => {
    fc.assert(
      fc.property(anyGraph, fc.infiniteStream(fc.nat()), ({ input, done }, random) => {
        const shuffled = { epics: shuffle(input.epics, random), tasks: shuffle(input.tasks, random) }
        const [one, two] = [input, shuffled].map((given) => planGraph({ ...given, done }))
        expect(two?.ok && two.batches).toEqual(one?.ok && one.batches)
        expect(two?.ok && two.criticalPath).toEqual(one?.ok && one.criticalPath)
        expect(two?.ok || two?.cycles).toEqual(one?.ok || one?.cycles)
      }),
      { numRuns },
    )
  })

  test('each cycle exists in the plan, and a plan with a cycle is always refused', () => {
    let refused = 0
    fc.assert(
      fc.property(anyGraph, ({ input, done }) => {
        const graph = planGraph({ ...input, done })
        const waits = new Set(pairs(input).map(([from, to]) => `${from} ${to}`))
        expect(graph.ok).toBe(!hasRing(input))
        for (const cycle of graph.ok ? [] : graph.cycles) {
          refused += 1
          expect(new Set(cycle).size).toBe(cycle.length)
          for (const [index, key] of cycle.entries())
            expect(waits).toContain(`${key} ${cycle[(index + 1) % cycle.length]}`)
        }
      }),
      { numRuns },
    )
    expect(refused).toBeGreaterThan(50)
  })
})

describe('size', () => {
  /** The limit of processor time, which hardly depends on other load. Linear work takes about 1 s, and quadratic work takes minutes. */
  const LIMIT_SECONDS = 10
  const N = 100_000

  test.each([
    ['300,000 dependencies', (index: number) => [index >> 1, index >> 2, index >> 3].filter((need) => need < index)],
    ['one chain', (index: number) => (index > 0 ? [index - 1] : [])],
  ])('100,000 tasks with %s are ordered in linear time', (_, needs) => {
    const tasks = Array.from({ length: N }, (_, index) => ({
      key: `t${index}`,
      epicKey: 'e',
      priority: 1,
      position: index,
      dependsOn: [...new Set(needs(index))].map((need) => ({ key: `t${need}`, kind: 'HARD' as const })),
    }))
    const before = process.cpuUsage()
    const graph = sound({ epics: [{ key: 'e', priority: 1, dependsOn: [] }], tasks })
    expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(LIMIT_SECONDS)
    expect(graph.batches.reduce((sum, batch) => sum + batch.keys.length, 0)).toBe(N)
  })

  test('P2: an epic of 50,000 tasks may depend on an epic of 50,000 tasks', () => {
    const tasks = Array.from({ length: N }, (_, index) => ({
      key: `t${index}`,
      epicKey: index < N / 2 ? 'x' : 'y',
      priority: 1,
      position: index,
      dependsOn: [],
    }))
    const epics = [
      { key: 'x', priority: 1, dependsOn: [] },
      { key: 'y', priority: 1, dependsOn: ['x'] },
    ]
    const before = process.cpuUsage()
    const graph = sound({ epics, tasks })
    expect(graph.dependsOn.get('t99999')).toHaveLength(N / 2)
    expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(LIMIT_SECONDS)
    expect(graph.batches.map((batch) => batch.keys.length)).toEqual([N / 2, N / 2])
  })
})

function graphOf(needs: Record<string, (string | PlanDependency)[]>): GraphInput {
  const tasks = Object.entries(needs).map(([key, list], position) => ({
    key,
    epicKey: 'e',
    priority: 1,
    position,
    dependsOn: list.map((need) => (typeof need === 'string' ? { key: need, kind: 'HARD' as const } : need)),
  }))
  return { epics: [{ key: 'e', priority: 1, dependsOn: [] }], tasks }
}

function sound(input: GraphInput, done: string[] = []) {
  const graph = planGraph({ ...input, done: new Set(done) })
  if (!graph.ok) throw new Error(`cycles: ${JSON.stringify(graph.cycles)}`)
  return graph
}

/** Generates plans of up to 14 tasks in up to 4 epics, with soft and hard dependencies of tasks and epics, with and without cycles. */
const anyGraph = fc
  .record({
    epics: fc.array(fc.record({ priority: fc.nat(2), dependsOn: fc.uniqueArray(fc.nat(3), { maxLength: 1 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
    tasks: fc.array(
      fc.record({
        epic: fc.nat(3),
        priority: fc.nat(2),
        needs: fc.uniqueArray(fc.nat(13), { maxLength: 3 }),
        forward: fc.nat(5),
      }),
      {
        maxLength: 14,
      },
    ),
    done: fc.uniqueArray(fc.nat(13), { maxLength: 4 }),
  })
  .map(({ epics, tasks, done }) => ({
    input: {
      epics: epics.map(({ priority, dependsOn }, index) => ({
        key: `e${index}`,
        priority,
        dependsOn: dependsOn.filter((need) => need < index).map((need) => `e${need}`),
      })),
      tasks: tasks.map(({ epic, priority, needs, forward }, index) => ({
        key: `t${index}`,
        epicKey: `e${epic % epics.length}`,
        priority,
        position: index,
        dependsOn: needs
          .filter((need) => need < index || forward === 0)
          .map((need) => ({ key: `t${need}`, kind: need % 2 ? ('HARD' as const) : ('SOFT' as const) })),
      })),
    },
    done: new Set(done.map((index) => `t${index}`)),
  }))

/** Returns every dependency of a task on a task, with those of epics expanded (P2), in the simplest way. */
function pairs({ epics, tasks }: GraphInput): [string, string][] {
  const known = new Set(tasks.map((task) => task.key))
  return tasks.flatMap((task) => {
    const awaited = epics.find((epic) => epic.key === task.epicKey)?.dependsOn ?? []
    const byEpic = tasks.filter((other) => awaited.includes(other.epicKey)).map((other) => other.key)
    const own = task.dependsOn.map((dependency) => dependency.key).filter((key) => known.has(key))
    return [...new Set([...own, ...byEpic])].map((need): [string, string] => [task.key, need])
  })
}

/** Finds cycles: it removes tasks that wait for nothing until there are none. If tasks remain, they contain a cycle. */
function hasRing(input: GraphInput): boolean {
  const left = new Set(input.tasks.map((task) => task.key))
  const waits = pairs(input)
  for (let before = -1; before !== left.size; ) {
    before = left.size
    for (const key of left) if (!waits.some(([from, to]) => from === key && left.has(to))) left.delete(key)
  }
  return left.size > 0
}

function shuffle<T>(items: readonly T[], random: Iterator<number>): T[] {
  return items
    .map((item) => ({ item, rank: random.next().value }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
