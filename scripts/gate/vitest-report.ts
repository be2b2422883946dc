import type { Count } from './step.ts'

/** The part of the report of vitest's JSON reporter that we read. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numTotalTests: number
}

/**
 * Counts the tests. A skipped test counts as failed, because a test that does not run proves nothing. If no test has failed, one failure is
 * added for a run without tests, and for a run that failed for another reason: a file could not be loaded, or a test left a process behind.
 */
export function countVitest(report: VitestReport, endedWell: boolean): Count {
  const unrun = report.numPendingTests + report.numTodoTests
  const failed = report.numFailedTests + unrun
  const unexplained = failed === 0 && (!endedWell || report.numTotalTests === 0) ? 1 : 0
  return { passed: report.numPassedTests, failed: failed + unexplained }
}
