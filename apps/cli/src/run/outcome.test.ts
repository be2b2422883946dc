import { expect, test } from 'vitest'
import { exitCodeOf, type Outcome, outcomeText } from './outcome.ts'

const outcome = (facts: Partial<Outcome>): Outcome => ({
  number: 3,
  status: 'COMPLETED',
  statusReason: null,
  branch: 'coppice/run-3',
  durationMs: 42_000,
  totalTasks: 2,
  completedTasks: 2,
  baseBranch: 'main',
  failedTasks: [],
  delivery: { status: 'DELIVERED', commit: '0123456789abcdef', reason: null },
  issues: [],
  project: { followUps: [] },
  ...facts,
})

const failed = (key: string, status: string) => ({ status, error: 'why', task: { key, branch: null, sessions: [] } })
const undelivered = (status: string) => ({ status, commit: null, reason: 'the checkout is not clean' })

test.each<[string, number, Partial<Outcome>]>([
  ['delivered', 0, {}],
  ['completed, waiting for delivery by hand', 3, { delivery: undelivered('PENDING') }],
  ['completed, delivery refused', 3, { delivery: undelivered('REFUSED') }],
  ['a failed task', 1, { status: 'FAILED', failedTasks: [failed('a', 'FAILED')] }],
  ['a base that fails verify', 1, { status: 'FAILED', delivery: undelivered('PENDING') }],
  [
    'a failed task and a conflict',
    3,
    { status: 'FAILED', failedTasks: [failed('a', 'FAILED'), failed('b', 'CONFLICT')] },
  ],
  ['cancelled', 130, { status: 'CANCELLED', delivery: undelivered('PENDING') }],
])('exit code: %s is %i', (_, code, facts) => {
  expect(exitCodeOf(outcome(facts))).toBe(code)
})

test('the final text states the result of the run and where its work is', () => {
  expect(outcomeText(outcome({}))).toBe('Run 3 completed in 0:42 (2 of 2 tasks merged)\nDelivered to main (012345678)')
  expect(
    outcomeText(
      outcome({ status: 'FAILED', failedTasks: [failed('wrap', 'CONFLICT')], delivery: undelivered('REFUSED') }),
    ),
  ).toBe(
    'Run 3 failed in 0:42 (2 of 2 tasks merged)\n  wrap  conflict: why\nNot delivered: the checkout is not clean. The merged work is on coppice/run-3',
  )
  const moved = { status: 'PENDING', commit: null, reason: 'shop is at 0123, from coppice/run-3.' } as const
  expect(outcomeText(outcome({ delivery: moved }))).toBe(
    'Run 3 completed in 0:42 (2 of 2 tasks merged)\nNot delivered: shop is at 0123, from coppice/run-3',
  )
  const nothing = { status: 'PENDING', commit: null, reason: 'nothing was merged' } as const
  expect(outcomeText(outcome({ status: 'FAILED', completedTasks: 0, delivery: nothing }))).toBe(
    'Run 3 failed in 0:42 (0 of 2 tasks merged)\nNot delivered: nothing was merged',
  )
})

test('the final text lists the issues that agents met, and says that proposed tasks wait', () => {
  const issues = [{ title: 'The docs are old', task: { key: 'a' } }]
  expect(outcomeText(outcome({ issues, project: { followUps: [{ number: 1 }] } }))).toContain(
    '\n1 issue that agents met:\n  a  The docs are old\n1 proposed task waits for you: coppice plan follow-ups',
  )
})
