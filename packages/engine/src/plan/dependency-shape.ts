import { isMap } from 'yaml'
import type { DependencyKind } from '../domain/statuses.ts'
import { type Located, located } from '../shapes/located.ts'
import { object, optional, required } from '../shapes/object.ts'
import { key, oneOf } from '../shapes/scalars.ts'
import { mismatch, type Shape, textAt } from '../shapes/shape.ts'

export interface DependencyInFile {
  key: Located<string>
  kind: DependencyKind
}

const taskKey = located(key)
const withKind = object('a mapping with the keys task and kind', {
  task: required(taskKey, 'The key of a task.'),
  kind: optional(
    oneOf(['hard', 'soft']),
    'hard: this task needs the merged work of the other task. soft: this task starts after the other one, even if the other one fails. Default: hard.',
  ),
})

/** Reads a dependency: the key of a task, or `{ task, kind }`. */
export const dependency: Shape<DependencyInFile> = {
  expected: 'the key of a task, or { task, kind }',
  schema: { anyOf: [taskKey.schema, withKind.schema] },
  standIn: { key: taskKey.standIn, kind: 'HARD' },
  read(place) {
    if (isMap(place.node)) {
      const { task, kind } = withKind.read(place)
      return { key: task, kind: kind === 'soft' ? 'SOFT' : 'HARD' }
    }
    return textAt(place) === null ? mismatch(place, dependency) : { key: taskKey.read(place), kind: 'HARD' }
  },
}
