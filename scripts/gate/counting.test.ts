import { expect, test } from 'vitest'
import { countPlaywright } from './playwright-report.ts'
import { summary, total } from './summary.ts'
import { countVitest } from './vitest-report.ts'

const vitest = (counts: object) => ({
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numTotalTests: 5,
  testResults: [{ name: 'a.test.ts', assertionResults: [{}] }],
  ...counts,
})

const never = () => false

test('a file without a test counts as a failed test, except where its tests need another machine', () => {
  const report = vitest({ testResults: [{ name: 'empty.test.ts', assertionResults: [] }] })
  expect(countVitest(report, true, never)).toEqual({ passed: 5, failed: 1 })
  expect(countVitest(report, true, (path) => path === 'empty.test.ts')).toEqual({ passed: 5, failed: 0 })
})

test('a test that does not run counts as failed', () => {
  expect(countVitest(vitest({}), true, never)).toEqual({ passed: 5, failed: 0 })
  expect(countVitest(vitest({ numPendingTests: 1, numTodoTests: 1 }), true, never)).toEqual({ passed: 5, failed: 2 })
  expect(countPlaywright({ stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 1 } }, true).failed).toBe(1)
})

test('a test that passes only on a retry counts as failed', () => {
  expect(countPlaywright({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 0 } }, false).failed).toBe(2)
})

test('a run that fails although every test passed, or that has no tests, counts as failed', () => {
  expect(countVitest(vitest({}), false, never)).toEqual({ passed: 5, failed: 1 })
  expect(countVitest(vitest({ numPassedTests: 0, numTotalTests: 0 }), true, never)).toEqual({ passed: 0, failed: 1 })
  expect(countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }, true).failed).toBe(1)
})

test('the last line contains the sums of all steps', () => {
  const results = [
    { name: 'types', durationMs: 1234, passed: 1, failed: 0 },
    { name: 'tests', durationMs: 60_000, passed: 10, failed: 2 },
  ]
  expect(total(results)).toEqual({ passed: 11, failed: 2 })
  expect(summary(results).split('\n').at(-1)).toBe('11 passed, 2 failed')
  expect(summary(results)).toContain('✘ tests  10 passed, 2 failed  60.0 s')
})
