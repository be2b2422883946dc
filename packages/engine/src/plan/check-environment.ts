import { whyNotPassed } from '../domain/passed-variables.ts'
import { report } from '../shapes/shape.ts'
import type { PlanFile } from './plan-file.ts'

/** Reports variables in `env` that a plan must not pass to agents, such as those that decide which code runs (A2). */
export function checkEnvironment(file: PlanFile): void {
  for (const { value, place } of file.env ?? []) {
    const why = place && whyNotPassed(value)
    if (why) report(place, `${value} must not be in "env": ${why}`)
  }
}
