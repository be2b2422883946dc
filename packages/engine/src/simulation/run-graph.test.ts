import { expect, it } from 'vitest'
import { longestPath, remainingPaths, runGraphOf } from './run-graph.ts'

const task = (key: string, epicKey: string, position: number, dependsOn: string[] = []) => ({
  ...{ key, epicKey, priority: 999, position },
  dependsOn: dependsOn.map((on) => ({ key: on, kind: 'HARD' as const })),
})

/** P2: epic `late` waits for all of epic `early`. */
const graph = runGraphOf({
  epics: [
    { key: 'late', priority: 1, dependsOn: ['early'] },
    { key: 'early', priority: 2, dependsOn: [] },
  ],
  tasks: [task('z', 'late', 0), task('a', 'early', 1), task('b', 'early', 2, ['a']), task('c', 'early', 3)],
})
const keys = graph.tasks.map(({ key }) => key)
const durations: Record<string, number> = { z: 1, a: 2, b: 3, c: 10 }
const durationOf = (node: number) => durations[keys[node] ?? ''] ?? 0

it('P2: what waits for an epic comes in a batch after all of it, with one need for the whole', () => {
  expect(graph.tasks.map(({ key, batch }) => [key, batch])).toEqual([
    ['a', 1],
    ['c', 1],
    ['b', 2],
    ['z', 3],
  ])
  expect(graph.needs.map((needs) => needs.map(({ node }) => keys[node] ?? 'gate'))).toEqual([
    [],
    [],
    ['a'],
    ['gate'],
    ['a', 'b', 'c'],
  ])
})

it('finds the longest path through gates, and what is left of it from each task', () => {
  expect(longestPath(graph, durationOf).map((node) => keys[node])).toEqual(['c', 'z'])
  expect([...remainingPaths(graph, durationOf)].slice(0, 4)).toEqual([6, 11, 4, 1])
})

it('what a skipped task needs is no part of a path behind it', () => {
  const graph = {
    tasks: ['long', 'skipped', 'after'].map((key, batch) => ({ key, epic: 'e', batch: batch + 1 })),
    needs: [[], [{ node: 0, soft: false }], [{ node: 1, soft: true }]],
  }
  const durations = [6, 0, 5]
  const path = longestPath(
    graph,
    (task) => durations[task] ?? 0,
    (task) => task === 1,
  )
  expect(path).toEqual([0])
})
