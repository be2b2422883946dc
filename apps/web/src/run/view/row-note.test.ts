import { describe, expect, it } from 'vitest'
import { indexDependencies } from './dependents.ts'
import { BEGAN } from './fixtures/build.ts'
import { boardRun, failedRun } from './fixtures/textkit.ts'
import { type LastLine, rowNote } from './row-note.ts'
import type { RunView, TaskView } from './run-view.ts'

function note(view: RunView, key: string, lastLine?: LastLine) {
  const index = indexDependencies(view.tasks)
  return rowNote(view, index, index.task(key) as TaskView, lastLine, BEGAN)
}
const changed = (key: string, change: Partial<TaskView>): RunView => ({
  ...boardRun,
  tasks: boardRun.tasks.map((task) => (task.key === key ? { ...task, ...change } : task)),
})

describe('the second line of a row', () => {
  it('says for whom a task of a later batch waits, with what they do now', () => {
    expect(note(boardRun, 'cli-diff')).toEqual({
      kind: 'after',
      needs: [
        { key: 'diff', status: 'RUNNING' },
        { key: 'args', status: 'PENDING' },
      ],
    })
  })

  it('names only what has not ended among the things waited for', () => {
    expect(note(boardRun, 'cli-slug')).toEqual({ kind: 'after', needs: [{ key: 'args', status: 'PENDING' }] })
  })

  it('gives the place in the line of those that wait for a slot', () => {
    expect(note(boardRun, 'args')).toEqual({ kind: 'words', text: 'Waits for a slot, next in line' })
  })

  it('waits for the run where that is paused', () => {
    const paused: RunView = { ...boardRun, status: 'PAUSED' }
    expect(note(paused, 'args')).toEqual({ kind: 'words', text: 'Waits until the run is resumed' })
  })

  it('gives the place in the line also of a task that was retried in an open batch', () => {
    const retried = changed('truncate', { status: 'PENDING', phase: null, attempts: 1 })
    expect(note(retried, 'truncate')).toEqual({ kind: 'words', text: '2nd attempt, waits for a slot, next in line' })
  })

  it('is the last line of a running agent, as the terminal printed it', () => {
    expect(note(boardRun, 'diff', 'npx vitest run')).toEqual({ kind: 'mono', text: 'npx vitest run' })
    expect(note(boardRun, 'diff', null)).toEqual({ kind: 'words', text: 'No output yet' })
    expect(note(boardRun, 'diff')).toEqual({ kind: 'words', text: 'Its agent is running' })
  })

  it('S2: names the task that finished work waits for, because merges are made in plan order', () => {
    const view = changed('csv-write', { status: 'MERGING', phase: 'QUEUE' })
    expect(note(view, 'csv-write')).toEqual({ kind: 'words', text: 'Waits for truncate, earlier in plan order' })
  })

  it('is the merge commit of what is done, and says when it took more than one attempt', () => {
    expect(note(boardRun, 'slugify')).toEqual({ kind: 'mono', text: '8a41d07' })
    expect(note(boardRun, 'csv-parse')).toEqual({ kind: 'words', text: '2nd attempt, 19cc1e0' })
  })

  it('S4: is the reason in the words of the server for what did not come to be', () => {
    expect(note(failedRun, 'md-table')).toEqual({ kind: 'words', text: 'needs table, CONFLICT' })
  })
})
