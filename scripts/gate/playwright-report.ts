import type { Count } from './step.ts'

/** The part of the report of Playwright's JSON reporter that we read. `flaky` counts tests that passed only on a retry. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

/** Counts the tests. A test that was skipped, or that passed only on a retry, counts as failed. */
export function countPlaywright({ stats }: PlaywrightReport, endedWell: boolean): Count {
  const failed = stats.unexpected + stats.flaky + stats.skipped
  const unexplained = failed === 0 && (!endedWell || stats.expected === 0) ? 1 : 0
  return { passed: stats.expected, failed: failed + unexplained }
}
