import { describe, expect, it } from 'vitest'
import { indexDependencies } from './dependents.ts'
import { asking } from './fixtures/asking.ts'
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
  it('lists the tasks that a task of a later batch waits for, with their statuses', () => {
    expect(note(boardRun, 'cli-diff')).toEqual({
      kind: 'after',
      needs: [
        { key: 'diff', status: 'RUNNING' },
        { key: 'args', status: 'PENDING' },
      ],
    })
  })

  it('lists only tasks that have not ended', () => {
    expect(note(boardRun, 'cli-slug')).toEqual({ kind: 'after', needs: [{ key: 'args', status: 'PENDING' }] })
  })

  it('gives the position of a task in the queue for a slot', () => {
    expect(note(boardRun, 'args')).toEqual({ kind: 'words', text: 'Waits for a slot and is next in line' })
  })

  it('names the resource that a task waits for, and the tasks that hold it', () => {
    const waits = (holders: readonly string[], change: Partial<TaskView> = {}) => {
      const tasks = boardRun.tasks.map((task) =>
        task.key === 'args'
          ? { ...task, awaitedResource: 'database', ...change }
          : { ...task, ...(holders.includes(task.key) && { status: 'RUNNING' as const, uses: ['database'] }) },
      )
      return note({ ...boardRun, tasks }, 'args')
    }
    const [one, two, three] = boardRun.tasks.map(({ key }) => key).filter((key) => key !== 'args') as [
      string,
      string,
      string,
    ]
    expect(waits([one])).toEqual({ kind: 'words', text: `Waits for database, which ${one} uses` })
    expect(waits([one, two])).toEqual({ kind: 'words', text: `Waits for database, which ${one} and ${two} use` })
    expect(waits([one, two, three])).toEqual({ kind: 'words', text: 'Waits for database, which 3 tasks use' })
    expect(waits([], { status: 'MERGING', phase: 'QUEUE' })).toEqual({
      kind: 'words',
      text: 'Its conflict session waits for database',
    })
  })

  it('says that a task waits until the run is resumed', () => {
    const paused: RunView = { ...boardRun, status: 'PAUSED' }
    expect(note(paused, 'args')).toEqual({ kind: 'words', text: 'Waits until the run is resumed' })
  })

  it('gives the position in the queue also for a retried task of an active batch', () => {
    const retried = changed('truncate', { status: 'PENDING', phase: null, attempts: 1 })
    expect(note(retried, 'truncate')).toEqual({
      kind: 'words',
      text: 'Its 2nd attempt waits for a slot and is next in line',
    })
  })

  it('is the question of a running agent that waits for an answer, before its last line', () => {
    const asks = { kind: 'asks', text: 'Waits for your answer: npm publish' }
    expect(note(asking('diff'), 'diff', 'a line')).toEqual(asks)
  })

  it('is the last line that a running agent printed', () => {
    expect(note(boardRun, 'diff', 'npx vitest run')).toEqual({ kind: 'mono', text: 'npx vitest run' })
    expect(note(boardRun, 'diff', null)).toEqual({ kind: 'words', text: 'No output yet' })
    expect(note(boardRun, 'diff')).toEqual({ kind: 'words', text: 'Its agent is running' })
  })

  it('S2: names the task whose merge comes before that of the finished work, because merges are in plan order', () => {
    const view = changed('csv-write', { status: 'MERGING', phase: 'QUEUE' })
    expect(note(view, 'csv-write')).toEqual({
      kind: 'words',
      text: 'Waits for truncate, which is earlier in plan order',
    })
  })

  it('is the merge commit of a completed task, and its number of attempts if it had more than one', () => {
    expect(note(boardRun, 'slugify')).toEqual({ kind: 'mono', text: '8a41d07' })
    expect(note(boardRun, 'csv-parse')).toEqual({ kind: 'words', text: 'Its 2nd attempt is merged as 19cc1e0' })
  })

  it('S4: is the reason from the server for a task that did not complete', () => {
    expect(note(failedRun, 'md-table')).toEqual({ kind: 'words', text: 'needs table, which is CONFLICT' })
  })
})
