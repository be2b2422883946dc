import type { Failure } from '../domain/records.ts'

/** A check that failed on a tree: a verify command, `setup` or `teardown`. */
export interface FailedCheck {
  /** The name of the check: the command itself, `setup` or `teardown`. */
  check: string
  failure: Failure
}

/** The checks that failed on a tree, in the order in which they ran. */
export type FailedChecks = readonly [FailedCheck, ...FailedCheck[]]

/** The names of checks that fail on the tip of a run. It is empty when verify passes there. */
export type RedChecks = ReadonlySet<string>

export const NO_CHECKS: RedChecks = new Set()

export const namesOf = (failed: readonly FailedCheck[]): RedChecks => new Set(failed.map(({ check }) => check))

/** The largest length of the output of a failure, in characters. */
const MOST_OUTPUT = 16_384

/**
 * Compares the checks that failed on a merged tree with those that failed before the merge (ADR 0087).
 * @returns a failure that names exactly the checks that passed before, or null when there are none
 */
export function whatGotWorse(failed: FailedChecks, before: RedChecks): Failure | null {
  const [first, ...others] = failed.filter(({ check }) => !before.has(check))
  if (first === undefined) return null
  const known = failed.filter(({ check }) => before.has(check)).map(({ check }) => check)
  return joined([first, ...others], before.size === 0 ? null : comparison(known))
}

const comparison = (known: readonly string[]): string =>
  known.length === 0
    ? 'passed before this merge'
    : `passed before this merge; not counted, because it failed before: ${known.join('; ')}`

/** Joins the failures of checks to one. Checks that failed for the same reason, such as a failed setup, are named once. */
function joined(failed: FailedChecks, note: string | null): Failure {
  const [{ failure }] = failed
  const distinct = [...new Map(failed.map((one) => [one.failure.reason, one])).values()]
  const reason = distinct.map((one) => one.failure.reason).join('; ')
  return {
    ...failure,
    ...(failed.some((one) => one.failure.isQuality) && { isQuality: true }),
    reason: note === null ? reason : `${reason} (${note})`,
    output: distinct.length === 1 ? failure.output : outputs(distinct),
  }
}

/** Returns the ends of all outputs, each below the name of its check. All together are no longer than one output may be. */
function outputs(failed: readonly FailedCheck[]): string {
  const share = Math.floor(MOST_OUTPUT / failed.length)
  return failed
    .map(({ check, failure }) => {
      const heading = `$ ${check.slice(0, 200)}\n`
      return `${heading}${failure.output.slice(-(share - heading.length - 1))}`
    })
    .join('\n')
}
