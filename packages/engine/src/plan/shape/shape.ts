import { isAlias, isMap, isScalar, isSeq, type Scalar } from 'yaml'
import type { Place } from './place.ts'

/** JSON Schema, draft 7: what editors' YAML support understands best. */
export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * What may stand at a place of the plan file: the check and its JSON Schema in one. After a mistake the reader goes on with a stand-in,
 * so that all mistakes come at once; no plan is ever made of stand-ins.
 */
export interface Shape<T> {
  /** Completes the sentence "expected …". */
  readonly expected: string
  readonly schema: JsonSchema
  readonly standIn: T
  read(place: Place): T
}

/** What a shape reads. */
export type ValueOf<S> = S extends Shape<infer T> ? T : never

export function report(place: Place, message: string | (() => string)): void {
  place.source.problems.add(place.offset, place.path, message)
}

/** Reports that something else stands here, and answers with the stand-in. */
export function mismatch<T>(place: Place, shape: Shape<T>, hint = ''): T {
  report(place, `expected ${shape.expected}, found ${found(place)}${hint}`)
  return shape.standIn
}

function found({ node }: Place): string {
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  if (isAlias(node)) return `*${node.source}, which names no anchor before it`
  if (!isScalar(node) || node.value === null) return 'nothing'
  return typeof node.value === 'string' ? quoted(node.value) : shortened(sourceOf(node))
}

/** A scalar as it is written, without quotes. */
export const sourceOf = (node: Scalar): string => node.source ?? String(node.value)

/** For messages; a text of any length becomes short. */
export const quoted = (text: string): string => JSON.stringify(shortened(text))

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

/** The text of a scalar; null where something else stands. */
export function textAt({ node }: Place): string | null {
  return isScalar(node) && typeof node.value === 'string' ? node.value : null
}
