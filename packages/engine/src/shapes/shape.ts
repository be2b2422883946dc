import { isAlias, isMap, isScalar, isSeq, type Scalar } from 'yaml'
import type { Place } from './place.ts'

/** A part of a JSON Schema. It is draft 7, which the YAML support of editors understands best. */
export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * Describes what a place of a plan file may contain. It contains both the check and the JSON Schema. After a mistake, `read` reports it and
 * returns the stand-in, so that all mistakes are reported at once. A plan with a mistake is refused, so no plan contains a stand-in.
 */
export interface Shape<T> {
  /** Completes the sentence "expected …". */
  readonly expected: string
  readonly schema: JsonSchema
  readonly standIn: T
  read(place: Place): T
}

/** The value that a shape reads. */
export type ValueOf<S> = S extends Shape<infer T> ? T : never

export function report(place: Place, message: string | (() => string)): void {
  place.source.problems.add(place.offset, place.path, message)
}

/** Reports that the place has another value than `shape` expects. @returns the stand-in */
export function mismatch<T>(place: Place, shape: Shape<T>, hint = ''): T {
  report(place, `expected ${shape.expected}, found ${found(place)}${hint}`)
  return shape.standIn
}

function found({ node }: Place): string {
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  if (isAlias(node)) return `the alias *${node.source}, which has no anchor before it`
  if (!isScalar(node) || node.value === null) return 'nothing'
  return typeof node.value === 'string' ? quoted(node.value) : shortened(sourceOf(node))
}

/** Returns the text of a scalar in the file, without quotes. */
export const sourceOf = (node: Scalar): string => node.source ?? String(node.value)

/** Quotes a text for a message, shortened to at most 60 characters. */
export const quoted = (text: string): string => JSON.stringify(shortened(text))

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

/** @returns the text of a scalar, or null when the place has another kind of value */
export function textAt({ node }: Place): string | null {
  return isScalar(node) && typeof node.value === 'string' ? node.value : null
}
