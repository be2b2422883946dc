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

test('P4: what is chosen comes with all that it needs, soft dependencies too', () => {
  expect(keys(['a'])).toEqual(['a'])
  expect(keys(['softly'])).toEqual(['a', 'b', 'lone', 'softly'])
})

test('P2: an epic’s dependencies come with each of its tasks', () => {
  expect(keys(['page'])).toEqual(['a', 'b', 'c', 'page'])
})

test('P1: what is done needs nothing any more', () => {
  expect(keys(['softly'], ['b'])).toEqual(['b', 'lone', 'softly'])
})
