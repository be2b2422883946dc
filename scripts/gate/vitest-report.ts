import type { Count } from './step.ts'

/** The part of the report of vitest's JSON reporter that we read. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numTotalTests: number
  testResults: readonly { name: string; assertionResults: readonly unknown[] }[]
}

/** Returns the paths of the test files that have no test. */
const filesWithoutTests = ({ testResults }: VitestReport): readonly string[] =>
  testResults.filter(({ assertionResults }) => assertionResults.length === 0).map(({ name }) => name)

/**
 * Counts the tests. A skipped test counts as failed, because a test that does not run proves nothing. If no test has failed, one failure is
 * added for a run without tests, and for a run that failed for another reason: a file could not be loaded, or a test left a process behind.
 *
 * @param mayLackTests tells whether the file at a path may have no test. Every other file without a test counts as a failed test.
 */
export function countVitest(report: VitestReport, endedWell: boolean, mayLackTests: (path: string) => boolean): Count {
  const empty = filesWithoutTests(report).filter((path) => !mayLackTests(path)).length
  const unrun = report.numPendingTests + report.numTodoTests + empty
  const failed = report.numFailedTests + unrun
  const unexplained = failed === 0 && (!endedWell || report.numTotalTests === 0) ? 1 : 0
  return { passed: report.numPassedTests, failed: failed + unexplained }
}
