import { isSeq } from 'yaml'
import { childOf } from './place.ts'
import { mismatch, type Shape, textAt } from './shape.ts'

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  const shape: Shape<readonly T[]> = {
    expected: `a list (each: ${item.expected})`,
    schema: { type: 'array', items: item.schema },
    standIn: [],
    read(place) {
      if (!isSeq(place.node)) return mismatch(place, shape)
      return place.node.items.map((node, index) => item.read(childOf(place, index, node, place.offset)))
    },
  }
  return shape
}

/** One item, or a list of items. */
export function oneOrMore<T>(item: Shape<T>): Shape<readonly T[]> {
  const many = list(item)
  const shape: Shape<readonly T[]> = {
    expected: `${item.expected}, or a list`,
    schema: { anyOf: [item.schema, many.schema] },
    standIn: [],
    read(place) {
      if (isSeq(place.node)) return many.read(place)
      return textAt(place) === null ? mismatch(place, shape) : [item.read(place)]
    },
  }
  return shape
}
