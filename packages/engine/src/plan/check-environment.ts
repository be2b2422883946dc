import { whyNotPassed } from '../domain/passed-variables.ts'
import type { PlanFile } from './plan-file.ts'
import { report } from './shape/shape.ts'

/** A2: no variable is passed on that would decide which code runs, or that is Coppice's own. */
export function checkEnvironment(file: PlanFile): void {
  for (const { value, place } of file.env ?? []) {
    const why = place && whyNotPassed(value)
    if (why) report(place, `${value} is not passed on: ${why}`)
  }
}
