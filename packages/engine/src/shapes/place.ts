import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { Problems } from './problems.ts'

/** Aliases can expand a short text to a very long plan. No more values than this are read. */
const MOST_VALUES = 1_000_000
/** One alias for each task of the largest plan. */
const MOST_ALIASES = 50_000

export class TooMuch extends Error {
  readonly offset: number
  constructor(what: string, most: number, offset: number) {
    super(`the plan has more than ${most.toLocaleString('en')} ${what}; is an alias repeated too often?`)
    this.offset = offset
  }
}

/** What all places of one file share. */
export interface Source {
  document: Document
  problems: Problems
  /** Filled in the order of the file, so that an alias means the latest anchor before it, as in YAML. */
  anchors: Map<string, Node>
  values: number
  aliases: number
}

/** A value in the file and where it stands. Aliases are followed, except one that names no anchor. */
export interface Place {
  source: Source
  /** Is null when the file has no value here. */
  node: Node | null
  path: string
  offset: number
}

export function rootOf(source: Source): Place {
  return placeAt(source, source.document.contents, '', 0)
}

/** The value of a mapping's key or a list's item. `fallback` is the place to report when the file has no value here. */
export function childOf(parent: Place, step: string | number, node: unknown, fallback: number): Place {
  return placeAt(parent.source, node, pathTo(parent, step), fallback)
}

export function pathTo(parent: Place, step: string | number): string {
  if (typeof step === 'number') return `${parent.path}[${step}]`
  return parent.path === '' ? step : `${parent.path}.${step}`
}

function placeAt(source: Source, written: unknown, path: string, fallback: number): Place {
  source.values += 1
  if (source.values > MOST_VALUES) throw new TooMuch('values', MOST_VALUES, fallback)
  if (isAlias(written)) {
    source.aliases += 1
    if (source.aliases > MOST_ALIASES) throw new TooMuch('aliases', MOST_ALIASES, offsetOf(written, fallback))
    const node = source.anchors.get(written.source) ?? written
    return { source, node, path, offset: offsetOf(written, fallback) }
  }
  if (!isMap(written) && !isSeq(written) && !isScalar(written)) return { source, node: null, path, offset: fallback }
  if (written.anchor) source.anchors.set(written.anchor, written)
  return { source, node: written, path, offset: offsetOf(written, fallback) }
}

export const offsetOf = (node: Pick<Node, 'range'>, fallback: number): number => node.range?.[0] ?? fallback
