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

const after = (earlier: readonly object[], end = END, task: object = {}, kind = 'WORK') =>
  signalledTooOften(
    { deps: { store: { sessions: async () => [...earlier, session(99, null)] } } } as unknown as RunView,
    {
      task: { id: 'a', runId: 'r', countedAttempts: 0, conflictSessions: 1, ...task },
      session: { id: 's99', kind },
    } as Begun,
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
  expect((await after([...signalled(10), failed], END, { countedAttempts: 1 }))?.reason).toContain('12 times')
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

it.each([
  ['WORK', 'countedAttempts', 0],
  ['CONFLICT', 'conflictSessions', 1],
])('S5: after a retry, the row of %s sessions begins again', async (kind, count, reset) => {
  const row = [
    ...signalled(10),
    ...[11, 12].map((number) => session(number, `${SIGNALLED}, ${number} times in a row`, { status: 'ERROR' })),
  ].map((one) => ({ ...one, kind }))
  const more = signalled(9, 13).map((one) => ({ ...one, kind }))
  const last = { ...session(22, SIGNALLED), kind }
  expect((await after(row, END, { [count]: reset + 2 }, kind))?.reason).toContain('13 times')
  expect(await after([...row, ...more], END, { [count]: reset }, kind)).toBeNull()
  expect((await after([...row, ...more, last], END, { [count]: reset }, kind))?.reason).toContain('11 times')
})
