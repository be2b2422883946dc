import { expect, test } from 'vitest'
import type { GraphInput } from '../domain/plan.ts'
import { withDependencies } from './with-dependencies.ts'

const task = (key: string, epicKey: string, ...needs: string[]) => ({
  key,
  epicKey,
  priority: 3,
  position: 0,
  dependsOn: needs.map((need) => ({
    key: need.replace('?', ''),
    kind: need.endsWith('?') ? ('SOFT' as const) : ('HARD' as const),
  })),
})

const GRAPH: GraphInput = {
  epics: [
    { key: 'core', priority: 3, dependsOn: [] },
    { key: 'web', priority: 3, dependsOn: ['core'] },
  ],
  tasks: [
    task('a', 'core'),
    task('b', 'core', 'a'),
    task('c', 'core'),
    task('lone', 'other'),
    task('softly', 'other', 'lone?', 'b'),
    task('page', 'web'),
  ],
}

const keys = (chosen: string[], done: string[] = []) =>
  withDependencies(GRAPH, new Set(chosen), new Set(done)).tasks.map(({ key }) => key)

test('P4: chosen tasks come with all tasks that they need, also by soft dependencies', () => {
  expect(keys(['a'])).toEqual(['a'])
  expect(keys(['softly'])).toEqual(['a', 'b', 'lone', 'softly'])
})

test('P2: a chosen task comes with the tasks that its epic needs', () => {
  expect(keys(['page'])).toEqual(['a', 'b', 'c', 'page'])
})

test('P1: the dependencies of a done task are left out', () => {
  expect(keys(['softly'], ['b'])).toEqual(['b', 'lone', 'softly'])
})
