import { expect, it } from 'vitest'
import { DEFAULT_TASK_SETTINGS } from '../../domain/settings.ts'
import { likelyPaths } from './likely-paths.ts'

const task = (key: string, epicKey: string, files: readonly string[] = []) => ({
  ...{ key, epicKey },
  settings: { ...DEFAULT_TASK_SETTINGS, agent: { kind: 'command' }, files },
})
const work = (key: string, epic: string, paths: readonly string[]) => ({ task: key, epic, paths })

it('a task probably changes its files of the plan, what it changed before, and what most tasks of its epic changed', () => {
  const past = [
    work('a', 'core', ['index.js', 'a.js']),
    work('b', 'core', ['index.js', 'b.js']),
    work('c', 'core', ['c.js', 'b.js']),
    work('d', 'core', ['index.js']),
    work('e', 'docs', ['README.md']),
  ]
  const tasks = [task('a', 'core', ['hint.js']), task('new', 'core'), task('other', 'docs'), task('free', 'x')]
  expect(likelyPaths(tasks, past)).toEqual(
    new Map([
      ['a', ['hint.js', 'index.js', 'a.js', 'b.js']],
      ['new', ['index.js', 'b.js']],
      ['other', []],
      ['free', []],
    ]),
  )
})

it('a task has at most 50 likely paths', () => {
  const many = Array.from({ length: 80 }, (_, index) => `${index}.js`)
  expect(likelyPaths([task('a', 'x', many)], []).get('a')).toEqual(many.slice(0, 50))
})
