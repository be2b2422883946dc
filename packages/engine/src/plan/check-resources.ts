import type { Located } from '../shapes/located.ts'
import { nearest } from '../shapes/nearest.ts'
import { quoted, report } from '../shapes/shape.ts'
import type { PlanFile } from './plan-file.ts'

/** Checks that every resource in `uses` is in the project's `resources`, and that no list names one twice. */
export function checkResources(file: PlanFile): void {
  const known = Object.keys(file.resources ?? {})
  const levels = [file.defaults, ...file.epics, ...file.epics.flatMap(({ tasks }) => tasks)]
  for (const level of levels) checkUses(level?.uses ?? [], known)
}

function checkUses(uses: readonly Located<string>[], known: readonly string[]): void {
  const seen = new Set<string>()
  for (const { value, place } of uses) {
    if (value === '' || place === null) continue
    if (seen.has(value)) report(place, `${quoted(value)} is listed twice here. Remove one of the two`)
    else if (!known.includes(value)) report(place, () => unknown(value, known))
    seen.add(value)
  }
}

function unknown(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  const advice = near ? `did you mean ${quoted(near)}?` : `write "resources: { ${name}: 1 }" at the top of the plan`
  return `the plan has no resource ${quoted(name)}; ${advice}`
}
