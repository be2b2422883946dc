import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml'
import { nearest } from './nearest.ts'
import { childOf, offsetOf, type Place, pathTo } from './place.ts'
import { type JsonSchema, mismatch, quoted, report, type Shape } from './shape.ts'

export interface Field<T> {
  shape: Shape<unknown>
  /** The text that an editor shows. */
  doc: string
  required: boolean
  /** The value of an absent key. */
  absent: T
}

export const required = <T>(shape: Shape<T>, doc: string): Field<T> => ({
  shape,
  doc,
  required: true,
  absent: shape.standIn,
})

export const optional = <T>(shape: Shape<T>, doc: string): Field<T | undefined> => ({
  shape,
  doc,
  required: false,
  absent: undefined,
})

type Fields = Readonly<Record<string, Field<unknown>>>
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

/** Returns the shape of a mapping that may have these keys and no others. */
export function object<F extends Fields>(expected: string, fields: F): Shape<Values<F>> {
  const known = new Map(Object.entries(fields))
  const shape: Shape<Values<F>> = {
    expected,
    schema: schemaOf(known),
    standIn: valuesOf(known, new Map()),
    read(place) {
      if (!isMap(place.node)) return mismatch(place, shape)
      const values = readPairs(place, place.node, known)
      for (const [name, field] of known) if (field.required && !values.has(name)) reportMissing(place, name, field)
      return valuesOf(known, values)
    },
  }
  return shape
}

type Known = ReadonlyMap<string, Field<unknown>>

function readPairs(place: Place, map: YAMLMap, known: Known): Map<string, unknown> {
  const values = new Map<string, unknown>()
  for (const pair of map.items) {
    const { name, offset } = keyOf(pair, place)
    const here = { ...place, offset, path: pathTo(place, name) }
    const field = known.get(name)
    if (!field) report(here, () => unknownKey(name, known))
    else if (values.has(name)) report(here, `the key ${quoted(name)} is given twice`)
    else values.set(name, field.shape.read(childOf(place, name, pair.value, offset)))
  }
  return values
}

function keyOf({ key }: Pair, place: Place): { name: string; offset: number } {
  return isScalar(key)
    ? { name: String(key.value), offset: offsetOf(key, place.offset) }
    : { name: '?', offset: place.offset }
}

function unknownKey(name: string, known: Known): string {
  const near = nearest(name, known.keys())
  return `unknown key ${quoted(name)}; ${near ? `did you mean ${quoted(near)}?` : `the known keys here are ${[...known.keys()].join(', ')}`}`
}

function reportMissing(place: Place, name: string, field: Field<unknown>): void {
  report({ ...place, path: pathTo(place, name) }, `${quoted(name)} is missing: expected ${field.shape.expected}`)
}

/** Builds the object of the values. The cast is safe because `known` contains exactly the names of `F`. */
function valuesOf<F extends Fields>(known: Known, values: ReadonlyMap<string, unknown>): Values<F> {
  const entries = [...known].map(([name, field]) => [name, values.has(name) ? values.get(name) : field.absent])
  return Object.fromEntries(entries) as Values<F>
}

function schemaOf(known: Known): JsonSchema {
  const properties = [...known].map(([name, { shape, doc }]) => [name, { description: doc, ...shape.schema }])
  const names = [...known].filter(([, field]) => field.required).map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(names.length > 0 ? { required: names } : {}),
    additionalProperties: false,
  }
}
