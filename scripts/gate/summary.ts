import type { Count, Result } from './step.ts'

/** Returns a line for each step, and at the end the line `N passed, N failed`, which scripts read. */
export function summary(results: readonly Result[]): string {
  const width = Math.max(...results.map((result) => result.name.length))
  const lines = results.map(({ name, durationMs, passed, failed }) => {
    const mark = failed === 0 ? '✔' : '✘'
    return `${mark} ${name.padEnd(width)}  ${counted({ passed, failed })}  ${(durationMs / 1000).toFixed(1)} s`
  })
  return ['', ...lines, '', counted(total(results))].join('\n')
}

const counted = ({ passed, failed }: Count): string => `${passed} passed, ${failed} failed`

export const total = (results: readonly Count[]): Count => ({
  passed: results.reduce((sum, result) => sum + result.passed, 0),
  failed: results.reduce((sum, result) => sum + result.failed, 0),
})
