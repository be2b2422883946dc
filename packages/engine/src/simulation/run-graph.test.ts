import { expect, it } from 'vitest'
import { longestPath, remainingPaths, runGraphOf } from './run-graph.ts'

const task = (key: string, epicKey: string, position: number, dependsOn: string[] = []) => ({
  ...{ key, epicKey, priority: 999, position },
  dependsOn: dependsOn.map((on) => ({ key: on, kind: 'HARD' as const })),
})

/** The epic `late` depends on the epic `early` (P2). */
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

it('P2: a task that waits for an epic is in a later batch than its tasks, and needs only the node of the epic', () => {
  expect(graph.tasks.map(({ key, batch }) => [key, batch])).toEqual([
    ['a', 1],
    ['c', 1],
    ['b', 2],
    ['z', 3],
  ])
  expect(graph.needs.map((needs) => needs.map(({ node }) => keys[node] ?? 'epic'))).toEqual([
    [],
    [],
    ['a'],
    ['epic'],
    ['a', 'b', 'c'],
  ])
})

it('the longest path, and the remaining path from each task, lead through epic nodes', () => {
  expect(longestPath(graph, durationOf).map((node) => keys[node])).toEqual(['c', 'z'])
  expect([...remainingPaths(graph, durationOf)].slice(0, 4)).toEqual([6, 11, 4, 1])
})

it('the longest path does not lead through a skipped task', () => {
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
