import { Problems } from './problems.ts'
import { report, type Shape } from './shape.ts'

/** The same shape for a secret: the message about a wrong value does not quote it (A2). */
export function hidden<T>(shape: Shape<T>): Shape<T> {
  return {
    ...shape,
    read(place) {
      const problems = new Problems(place.source.problems.lines)
      const value = shape.read({ ...place, source: { ...place.source, problems } })
      if (problems.any) report(place, `expected ${shape.expected}, found another value, which is not shown`)
      return value
    },
  }
}
