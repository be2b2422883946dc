import { isMap, isScalar } from 'yaml'
import { childOf, offsetOf, pathTo } from './place.ts'
import { mismatch, quoted, report, type Shape } from './shape.ts'

/** Returns the shape of a mapping whose keys the file chooses. Every key must match `name`, and every value must match `value`. */
export function mapping<T>(name: Shape<string>, value: Shape<T>): Shape<Readonly<Record<string, T>>> {
  const shape: Shape<Readonly<Record<string, T>>> = {
    expected: `a mapping (each key: ${name.expected}; each value: ${value.expected})`,
    schema: { type: 'object', propertyNames: name.schema, additionalProperties: value.schema },
    standIn: {},
    read(place) {
      if (!isMap(place.node)) return mismatch(place, shape)
      const values = new Map<string, T>()
      for (const { key, value: node } of place.node.items) {
        const written = isScalar(key) ? String(key.value) : '?'
        const offset = isScalar(key) ? offsetOf(key, place.offset) : place.offset
        const here = { ...place, offset, path: pathTo(place, written) }
        if (values.has(written)) report(here, `the key ${quoted(written)} is given twice`)
        else if (isScalar(key)) name.read({ ...here, node: Object.assign(key.clone(), { value: written }) })
        else report(here, `expected ${name.expected}`)
        values.set(written, value.read(childOf(place, written, node, offset)))
      }
      return Object.fromEntries(values)
    },
  }
  return shape
}
