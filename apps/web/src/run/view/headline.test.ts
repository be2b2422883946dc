import { describe, expect, it } from 'vitest'
import { timeToCome } from '../../words/format.ts'
import { sentenceText } from '../../words/sentence.ts'
import { asking } from './fixtures/asking.ts'
import { boardRun, failedRun, NOW, plannedRun } from './fixtures/textkit.ts'
import { headline, tabTitle } from './headline.ts'
import type { RunView } from './run-view.ts'

const ended = (rest: Partial<RunView>): RunView => ({ ...failedRun, ...rest })
const texts = (view: RunView, now: number | null = NOW) => {
  const { head, rest, cause } = headline(view, now)
  return { head, rest, cause: sentenceText(cause) }
}

describe('the headline of an active run', () => {
  it('shows the batch, and the running task for which most other tasks wait', () => {
    expect(texts(boardRun)).toMatchObject({ head: 'Batch 2 of 4', cause: 'Run 12: diff holds back 4 tasks' })
  })

  it('names the running tasks when no other task waits', () => {
    const tasks = boardRun.tasks.filter(({ status }) => status !== 'PENDING')
    const cause = 'Run 12: truncate, diff and 2 more in progress, no other task waits for them'
    expect(texts({ ...boardRun, tasks }).cause).toBe(cause)
  })

  it('says how many agents wait for an answer, also in the title of the tab', () => {
    expect(texts(asking('diff')).rest).toBe('1 agent asks you')
    expect(texts(asking('diff', 'truncate')).rest).toBe('2 agents ask you')
    expect(tabTitle(asking('diff'))).toMatch(/^1 asks you · /)
  })

  it('names a failed task first', () => {
    const tasks = boardRun.tasks.map((task) => (task.key === 'diff' ? { ...task, status: 'FAILED' as const } : task))
    expect(texts({ ...boardRun, tasks }).cause).toBe('Run 12: diff failed')
  })

  it('shows the reason why the run cannot continue before anything else', () => {
    const reason = 'Coppice cannot continue: the disk is full'
    expect(texts({ ...boardRun, reason }).cause).toBe(`Run 12: ${reason}`)
  })

  it('says that the state is old and estimates no time while the connection is lost', () => {
    expect(texts(boardRun, null)).toEqual({
      head: 'Last seen in batch 2 of 4',
      rest: 'the time left is unknown',
      cause: 'Run 12, as it was when the connection was lost (event 804)',
    })
  })

  it('shows the number of merged tasks with the strategy CONTINUOUS', () => {
    const continuous: RunView = { ...boardRun, strategy: 'CONTINUOUS' }
    expect(texts(continuous).head).toBe('5 of 16 merged')
    expect(tabTitle(continuous)).toBe('5 of 16 · Run 12 · textkit')
  })

  it('shows how many agents still have to stop while the run is being cancelled', () => {
    expect(texts({ ...boardRun, status: 'CANCELLING' })).toMatchObject({
      ...{ head: 'Cancelling', rest: '3 agents have to stop' },
      cause: 'Run 12 starts no more agents. Merged work stays merged.',
    })
  })

  it('shows how many agents finish while the run is paused, and that nothing starts', () => {
    const paused: RunView = { ...boardRun, status: 'PAUSED', reason: 'paused' }
    const cause = 'starts no agents until you resume it. Merges continue.'
    expect(texts(paused)).toEqual({ head: 'Paused', rest: '3 agents finish', cause: `Run 12 ${cause}` })
    const idle = { ...paused, tasks: plannedRun.tasks, reason: 'the budget is spent' }
    expect(texts(idle)).toEqual({
      head: 'Paused',
      rest: 'in batch 2 of 4',
      cause: `Run 12 was paused: the budget is spent. It ${cause}`,
    })
  })

  it('M2: shows when a run that waits for the budget of the next day continues, and that it can be held', () => {
    const resumesAt = NOW + 90 * 60_000
    const waiting: RunView = { ...boardRun, tasks: plannedRun.tasks, status: 'PAUSED', reason: 'no money', resumesAt }
    expect(texts(waiting)).toEqual({
      head: `Paused until ${timeToCome(resumesAt, NOW)}`,
      rest: 'continues in 1:30:00',
      cause: 'Run 12 was paused: no money. It starts no agents until then. Hold it to keep it paused. Merges continue.',
    })
  })

  it('shows "Starting" before the first batch', () => {
    expect(texts(plannedRun)).toEqual({ head: 'Starting', rest: null, cause: 'Run 12 has 16 tasks in 4 batches' })
  })
})

describe('the headline of a run that has ended', () => {
  it('counts the delivered tasks, and counts and names the tasks that need a person', () => {
    expect(texts(failedRun)).toEqual({
      head: '11 of 16 delivered',
      rest: '2 need you',
      cause: 'Run 12 FAILED: cli-diff failed, table is in conflict, 3 were skipped because of them',
    })
  })

  it('counts the tasks that were skipped because of cancelled tasks when no task failed', () => {
    const was = { FAILED: 'CANCELLED', CONFLICT: 'CANCELLED' } as const
    const tasks = failedRun.tasks.map((task) => ({
      ...task,
      status: was[task.status as keyof typeof was] ?? task.status,
    }))
    expect(texts(ended({ tasks })).cause).toBe('Run 12 FAILED: 3 were skipped because of cancelled tasks')
  })

  it('says "merged" and not "delivered" when the delivery was refused', () => {
    const refused = ended({
      delivery: { status: 'REFUSED', commit: null, reason: 'main has changes', at: null, inProgress: false },
    })
    expect(texts(refused).head).toBe('11 of 16 merged')
  })

  it('shows the reason of a run that Coppice could not continue', () => {
    const [first, ...rest] = failedRun.tasks
    if (!first) throw new Error('no task')
    const tasks = [{ ...first, status: 'CANCELLED' as const, reason: 'the run could not continue' }, ...rest]
    expect(texts(ended({ tasks, reason: 'the repository is away' })).cause).toBe(
      'Run 12 FAILED: the repository is away',
    )
  })

  it('shows the reason of a run that ended before its first session', () => {
    const view = { ...plannedRun, status: 'FAILED' as const, reason: 'verify fails on main: npm test, exit code 1' }
    expect(texts(view)).toEqual({
      head: 'Ended before its first session',
      rest: null,
      cause: 'Run 12 FAILED: verify fails on main: npm test, exit code 1',
    })
  })
})

describe('the title of the browser tab', () => {
  it('begins with the state of the run', () => {
    expect(tabTitle(boardRun)).toBe('2 of 4 · Run 12 · textkit')
    expect(tabTitle({ ...boardRun, status: 'PAUSED' })).toBe('Paused · Run 12 · textkit')
    expect(tabTitle(failedRun)).toBe('2 need you · Run 12 FAILED · textkit')
  })
})
