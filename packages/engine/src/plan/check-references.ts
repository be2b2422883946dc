import type { Located } from '../shapes/located.ts'
import { nearest } from '../shapes/nearest.ts'
import { quoted, report } from '../shapes/shape.ts'
import type { PlanFile } from './plan-file.ts'

/**
 * Checks that keys are unique, that every dependency exists, and that no dependency is listed twice (P1).
 * @param knownTaskKeys tasks outside the plan that dependencies of tasks may name; with `any`, they may name every key
 */
export function checkReferences(file: PlanFile, knownTaskKeys: ReadonlySet<string> | 'any'): void {
  const tasks = file.epics.flatMap((epic) => epic.tasks)
  const epicKeys = unique('epic', file.epics)
  const taskKeys = unique('task', tasks)
  for (const epic of file.epics) checkDependencies('epic', epic.key, epic.dependsOn ?? [], epicKeys)
  const known = knownTaskKeys === 'any' ? 'any' : new Set([...taskKeys, ...knownTaskKeys])
  for (const task of tasks) {
    checkDependencies('task', task.key, task.dependsOn?.map((dependency) => dependency.key) ?? [], known)
  }
}

type What = 'epic' | 'task'

function unique(what: What, items: readonly { key: Located<string> }[]): Set<string> {
  const seen = new Map<string, Located<string>>()
  for (const { key } of items) {
    if (key.value === '') continue
    const first = seen.get(key.value)
    if (!first) seen.set(key.value, key)
    else
      complain(
        key,
        `the ${what} ${quoted(key.value)} already exists, at ${first.place?.path}. Give each ${what} of the plan another key`,
      )
  }
  return new Set(seen.keys())
}

function checkDependencies(
  what: What,
  own: Located<string>,
  dependencies: readonly Located<string>[],
  known: ReadonlySet<string> | 'any',
): void {
  const seen = new Set<string>()
  for (const dependency of dependencies) {
    const { value } = dependency
    if (value === '') continue
    // A task that depends on itself is a cycle. `checkCycles` reports it.
    if (value === own.value && what === 'epic')
      complain(dependency, `epic ${quoted(value)} depends on itself. Remove this dependency`)
    else if (seen.has(value)) complain(dependency, `${quoted(value)} is listed twice here. Remove one of the two`)
    else if (known !== 'any' && !known.has(value)) complain(dependency, () => unknown(what, value, known))
    seen.add(value)
  }
}

function unknown(what: What, key: string, known: ReadonlySet<string>): string {
  const near = nearest(key, known)
  if (near) return `no ${what} of this plan has the key ${quoted(key)}; did you mean ${quoted(near)}?`
  const earlier = what === 'task' ? '. A task of an earlier plan can be named only if it is done' : ''
  return `no ${what} of this plan has the key ${quoted(key)}${earlier}`
}

function complain({ place }: Located<string>, message: string | (() => string)): void {
  if (place) report(place, message)
}
