import type { Count } from './step.ts'

/** Of vitest's JSON reporter, what we read. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numTotalTests: number
}

/**
 * A test that is skipped counts as failed: what does not run holds nothing. So do a file that could not be loaded, a run without
 * tests, and one that ended badly though every test passed (a leftover process).
 */
export function countVitest(report: VitestReport, endedWell: boolean): Count {
  const unrun = report.numPendingTests + report.numTodoTests
  const failed = report.numFailedTests + unrun
  const unexplained = failed === 0 && (!endedWell || report.numTotalTests === 0) ? 1 : 0
  return { passed: report.numPassedTests, failed: failed + unexplained }
}
