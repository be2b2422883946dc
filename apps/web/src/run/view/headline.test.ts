import { describe, expect, it } from 'vitest'
import { saidAloud } from '../../words/said.ts'
import { boardRun, failedRun, NOW, plannedRun } from './fixtures/textkit.ts'
import { headline, tabTitle } from './headline.ts'
import type { RunView } from './run-view.ts'

const ended = (rest: Partial<RunView>): RunView => ({ ...failedRun, ...rest })
const said = (view: RunView, now: number | null = NOW) => {
  const { head, rest, cause } = headline(view, now)
  return { head, rest, cause: saidAloud(cause) }
}

describe('the headline of an active run', () => {
  it('says where it is and on whom most wait', () => {
    expect(said(boardRun)).toMatchObject({ head: 'Batch 2 of 4', cause: 'Run 12, diff holds back 4 tasks' })
  })

  it('names the trouble first when a task has failed', () => {
    const tasks = boardRun.tasks.map((task) => (task.key === 'diff' ? { ...task, status: 'FAILED' as const } : task))
    expect(said({ ...boardRun, tasks }).cause).toBe('Run 12, diff failed')
  })

  it('says what keeps the run from continuing before anything else', () => {
    const reason = 'Coppice cannot continue: the disk is full'
    expect(said({ ...boardRun, reason }).cause).toBe(`Run 12: ${reason}`)
  })

  it('speaks in the past and foretells nothing while the wire is cut', () => {
    expect(said(boardRun, null)).toEqual({
      head: 'Was in batch 2 of 4',
      rest: 'time left unknown',
      cause: 'Run 12, as of event 804',
    })
  })

  it('says what is merged where batches do not wait for each other', () => {
    const continuous: RunView = { ...boardRun, strategy: 'CONTINUOUS' }
    expect(said(continuous).head).toBe('5 of 16 merged')
    expect(tabTitle(continuous)).toBe('5 of 16 · Run 12 · textkit')
  })

  it('says what continues while it is being cancelled', () => {
    expect(said({ ...boardRun, status: 'CANCELLING' })).toMatchObject({ head: 'Cancelling', rest: '3 agents to stop' })
  })

  it('says what continues while it is paused, and that nothing starts', () => {
    const paused: RunView = { ...boardRun, status: 'PAUSED', reason: 'paused' }
    const cause = 'Run 12, merges continue; nothing starts until it is resumed'
    expect(said(paused)).toEqual({ head: 'Paused', rest: '3 agents finish', cause })
    const idle = { ...paused, tasks: plannedRun.tasks, reason: 'the budget is spent' }
    expect(said(idle)).toEqual({ head: 'Paused', rest: 'in batch 2 of 4', cause: `${cause}: the budget is spent` })
  })

  it('says that it starts before its first batch', () => {
    expect(said(plannedRun)).toEqual({ head: 'Starting', rest: null, cause: 'Run 12, 16 tasks in 4 batches' })
  })
})

describe('the headline of a run that has ended', () => {
  it('counts what was delivered and who needs a person, and names them', () => {
    expect(said(failedRun)).toEqual({
      head: '11 of 16 delivered',
      rest: '2 need you',
      cause: 'Run 12 FAILED: cli-diff failed, table is in conflict, 3 skipped because of them',
    })
  })

  it('says that something is skipped behind what a person cancelled, where nothing failed', () => {
    const was = { FAILED: 'CANCELLED', CONFLICT: 'CANCELLED' } as const
    const tasks = failedRun.tasks.map((task) => ({
      ...task,
      status: was[task.status as keyof typeof was] ?? task.status,
    }))
    expect(said(ended({ tasks })).cause).toBe('Run 12 FAILED: 3 skipped because of what was cancelled')
  })

  it('never calls merged work delivered while the base branch has not moved', () => {
    const refused = ended({
      delivery: { status: 'REFUSED', commit: null, reason: 'main has changes', at: null, inProgress: false },
    })
    expect(said(refused).head).toBe('11 of 16 merged')
  })

  it('gives the reason of a run that Coppice could not continue', () => {
    const [first, ...rest] = failedRun.tasks
    if (!first) throw new Error('no task')
    const tasks = [{ ...first, status: 'CANCELLED' as const, reason: 'the run could not continue' }, ...rest]
    expect(said(ended({ tasks, reason: 'the repository is away' })).cause).toBe('Run 12 FAILED: the repository is away')
  })

  it('gives the reason when it ended before its first session', () => {
    const view = { ...plannedRun, status: 'FAILED' as const, reason: 'verify fails on main: npm test, exit code 1' }
    expect(said(view)).toEqual({
      head: 'Ended before its first session',
      rest: null,
      cause: 'Run 12 FAILED: verify fails on main: npm test, exit code 1',
    })
  })
})

describe('the title of the tab', () => {
  it('says the state of the run before anything else', () => {
    expect(tabTitle(boardRun)).toBe('2 of 4 · Run 12 · textkit')
    expect(tabTitle({ ...boardRun, status: 'PAUSED' })).toBe('Paused · Run 12 · textkit')
    expect(tabTitle(failedRun)).toBe('2 need you · Run 12 FAILED · textkit')
  })
})
