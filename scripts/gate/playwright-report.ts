import type { Count } from './step.ts'

/** Of Playwright's JSON reporter, what we read. `flaky`: passed only when tried again. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

/** As with vitest: what is skipped, or passes only at a second try, has not passed. */
export function countPlaywright({ stats }: PlaywrightReport, endedWell: boolean): Count {
  const failed = stats.unexpected + stats.flaky + stats.skipped
  const unexplained = failed === 0 && (!endedWell || stats.expected === 0) ? 1 : 0
  return { passed: stats.expected, failed: failed + unexplained }
}
