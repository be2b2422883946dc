import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { GraphInput } from '../domain/plan.ts'
import { planGraph } from '../plan/plan-graph.ts'
import { type RunGraph, runGraphOf } from './run-graph.ts'
import { simulateRun } from './simulate-run.ts'
import { workModel } from './work-model.ts'

const EPICS = ['e0', 'e1', 'e2', 'e3']

/** Generates plans without cycles: an epic depends only on earlier epics, and a task only on earlier tasks of its own or earlier epics. */
const plan: fc.Arbitrary<GraphInput> = fc
  .record({
    waits: fc.tuple(...EPICS.map(() => fc.array(fc.nat(3), { maxLength: 2 }))),
    tasks: fc.array(
      fc.record({
        epic: fc.nat(3),
        needs: fc.array(fc.record({ at: fc.nat(30), soft: fc.boolean() }), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 20 },
    ),
  })
  .map(({ waits, tasks }) => ({
    epics: EPICS.map((key, index) => ({
      ...{ key, priority: 999 },
      dependsOn: [...new Set(waits[index] ?? [])].filter((epic) => epic < index).map((epic) => `e${epic}`),
    })),
    tasks: tasks.map(({ epic, needs }, position) => ({
      ...{ key: `t${position}`, epicKey: `e${epic}`, priority: 999, position },
      dependsOn: [...new Map(needs.map((need) => [need.at, need])).values()]
        .filter(({ at }) => at < position && (tasks[at]?.epic ?? 9) <= epic)
        .map(({ at, soft }) => ({ key: `t${at}`, kind: soft ? ('SOFT' as const) : ('HARD' as const) })),
    })),
  }))

/** Returns the same graph without epic nodes: each task needs every task for which its epic waits. */
function withoutEpicNodes(input: GraphInput, { tasks }: RunGraph): RunGraph {
  const graph = planGraph({ ...input, done: new Set() })
  if (!graph.ok) throw new Error('the generated plan has a cycle')
  const nodeOf = new Map(tasks.map(({ key }, node) => [key, node]))
  const needs = tasks.map(({ key }) =>
    graph.dependsOn.get(key).map((need) => ({ node: nodeOf.get(need.key) ?? -1, soft: need.kind === 'SOFT' })),
  )
  return { tasks, needs }
}

function played(graph: RunGraph, slots: number, strategy: 'BATCHES' | 'CONTINUOUS') {
  const model = workModel({ durations: new Map(), expectedMs: () => 1_000, failRate: 0.2, maxAttempts: () => 1 })
  const play = simulateRun({ graph, model, slots, strategy })
  for (;;) {
    const { done, value } = play.next()
    if (done) return { ...value, decides: 0 }
  }
}

it('P2, S4: a run with epic nodes has the same result as a run in which each task needs all tasks of the other epic', () => {
  const strategy = fc.constantFrom('BATCHES' as const, 'CONTINUOUS' as const)
  fc.assert(
    fc.property(plan, fc.integer({ min: 1, max: 4 }), strategy, (input, slots, name) => {
      const graph = runGraphOf(input)
      expect(played(graph, slots, name)).toEqual(played(withoutEpicNodes(input, graph), slots, name))
    }),
    { numRuns: 500 },
  )
})
