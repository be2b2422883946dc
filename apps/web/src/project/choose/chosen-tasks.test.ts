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
  it('bring along what they need that is not done, through others too', () => {
    expect(keys(chosen('c').needed)).toEqual(['a', 'b'])
    expect(keys(chosen('c', 'a').needed)).toEqual(['b'])
  })

  it('P2: bring along what their epic waits for', () => {
    expect(keys(chosen('d', 'e').needed)).toEqual(['a', 'b', 'c'])
  })

  it('are counted in words', () => {
    expect(chosenWords(chosen('d', 'e'))).toBe('2 chosen and 3 that they need')
    expect(chosenWords(chosen('b'))).toBe('1 chosen and 1 that it needs')
    expect(chosenWords(chosen('a'))).toBe('1 chosen')
  })

  it('pass over what is done by now', () => {
    expect(keys(chosenTasks(PLAN, new Set(['id-gone', 'id-a']), EPICS).tasks)).toEqual(['a'])
  })
})
