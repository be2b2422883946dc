import { describe, expect, it } from 'vitest'
import { type ChoosableTask, chosenTasks, chosenWords } from './chosen-tasks.ts'

const task = (key: string, epic: string, needs: string[] = []): ChoosableTask => ({
  id: `id-${key}`,
  key,
  dependsOn: needs.map((need) => ({ task: { key: need } })),
  epic: { key: epic },
})
const PLAN = [
  task('a', 'core'),
  task('b', 'core', ['a', 'done-already']),
  task('c', 'docs', ['b']),
  task('d', 'cli'),
  task('e', 'cli'),
]
const EPICS = new Map([['cli', ['docs']]])
const chosen = (...keys: string[]) => chosenTasks(PLAN, new Set(keys.map((key) => `id-${key}`)), EPICS)
const keys = (tasks: readonly ChoosableTask[]) => tasks.map(({ key }) => key)

describe('tasks chosen for a run', () => {
  it('include the incomplete tasks that they need, directly or through other tasks', () => {
    expect(keys(chosen('c').needed)).toEqual(['a', 'b'])
    expect(keys(chosen('c', 'a').needed)).toEqual(['b'])
  })

  it('P2: include the incomplete tasks of the epics that their epic depends on', () => {
    expect(keys(chosen('d', 'e').needed)).toEqual(['a', 'b', 'c'])
  })

  it('are described by their numbers', () => {
    expect(chosenWords(chosen('d', 'e'))).toBe('2 chosen and 3 that they need')
    expect(chosenWords(chosen('b'))).toBe('1 chosen and 1 that it needs')
    expect(chosenWords(chosen('a'))).toBe('1 chosen')
  })

  it('do not include tasks that are done in the meantime', () => {
    expect(keys(chosenTasks(PLAN, new Set(['id-removed', 'id-a']), EPICS).tasks)).toEqual(['a'])
  })
})
