import { expect, it } from 'vitest'
import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { Begun } from '../lifecycle/session-lifecycle.ts'
import type { RunView } from './run-view.ts'
import { SIGNALLED, signalledTooOften } from './signalled.ts'

const END = { is: 'ended', process: { how: 'interrupted', isSignalled: true, tail: 'the end' } } as AttemptEnd
const STOPPED = { is: 'ended', process: { how: 'interrupted', tail: '' } } as AttemptEnd
const session = (number: number, error: string | null, more: object = {}) => ({
  ...{ id: `s${number}`, number, runTaskId: 'a', kind: 'WORK', status: 'INTERRUPTED', error, ...more },
})

const after = (earlier: readonly object[], end = END) =>
  signalledTooOften(
    { deps: { store: { sessions: async () => [...earlier, session(99, null)] } } } as unknown as RunView,
    { task: { id: 'a', runId: 'r' }, session: { id: 's99', kind: 'WORK' } } as Begun,
    end,
  )
const signalled = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => session(from + index, SIGNALLED))

it('S5: an agent that something else ends again and again fails after ten sessions in a row, and the reason says what to do', async () => {
  expect(await after(signalled(9))).toBeNull()
  expect(await after(signalled(10))).toEqual({
    class: 'infrastructure',
    reason: expect.stringMatching(/SIGTERM\), 11 times in a row\. Find out what ends processes/),
    output: 'the end',
  })
  // A failure for this reason is one of the row.
  const failed = session(11, `${SIGNALLED}, 11 times in a row`, { status: 'ERROR' })
  expect((await after([...signalled(10), failed]))?.reason).toContain('12 times')
})

it('S5: only sessions of the task in a row count; those that a stopped server ended neither count nor end the row', async () => {
  const stopped = session(20, null)
  expect((await after([...signalled(10), stopped]))?.reason).toContain('11 times')
  expect(await after([...signalled(9), stopped])).toBeNull()
  expect(
    await after([...signalled(10), session(20, 'the agent ended with exit code 1', { status: 'ERROR' })]),
  ).toBeNull()
  expect(await after([...signalled(9), session(20, SIGNALLED, { runTaskId: 'b' })])).toBeNull()
  expect(await after([...signalled(9), session(20, SIGNALLED, { kind: 'CONFLICT' })])).toBeNull()
  expect(await after(signalled(10), STOPPED)).toBeNull()
})
