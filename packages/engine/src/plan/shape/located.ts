import type { Place } from './place.ts'
import type { Shape } from './shape.ts'

/** A value together with where it stands, for checks that look at more than one place. */
export interface Located<T> {
  value: T
  /** Null for a stand-in: nothing is written. */
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
