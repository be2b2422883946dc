import { whyNotPassed } from '../domain/passed-variables.ts'
import { report } from '../shapes/shape.ts'
import type { PlanFile } from './plan-file.ts'

/** A2: a plan may not pass on a variable that decides which code runs, or one that belongs to Coppice. */
export function checkEnvironment(file: PlanFile): void {
  for (const { value, place } of file.env ?? []) {
    const why = place && whyNotPassed(value)
    if (why) report(place, `${value} is not passed on: ${why}`)
  }
}
