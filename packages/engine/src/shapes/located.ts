import type { Place } from './place.ts'
import type { Shape } from './shape.ts'

/** A value with its place in the file, for checks that compare several places. */
export interface Located<T> {
  value: T
  /** It is null for a stand-in, because the file has no such value. */
  place: Place | null
}

export function located<T>(shape: Shape<T>): Shape<Located<T>> {
  return {
    expected: shape.expected,
    schema: shape.schema,
    standIn: { value: shape.standIn, place: null },
    read: (place) => ({ value: shape.read(place), place }),
  }
}
