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
 * Counts the tests. A skipped test counts as failed, because a test that does not run proves nothing. One failure is added for each file
 * that could not be loaded, for a run without tests, and for a run that failed although every test passed (a leftover process).
 */
export function countVitest(report: VitestReport, endedWell: boolean): Count {
  const unrun = report.numPendingTests + report.numTodoTests
  const failed = report.numFailedTests + unrun
  const unexplained = failed === 0 && (!endedWell || report.numTotalTests === 0) ? 1 : 0
  return { passed: report.numPassedTests, failed: failed + unexplained }
}
