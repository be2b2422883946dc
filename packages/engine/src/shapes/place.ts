import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { Problems } from './problems.ts'

/** The largest number of values in a plan. Without it, a few aliases could expand a short text to a plan of any length. */
const MOST_VALUES = 1_000_000
/** The largest number of aliases in a plan: one for each task of the largest plan. */
const MOST_ALIASES = 50_000

/** An error: the plan exceeds a limit, so reading stops at `offset`, in characters from the start of the file. */
export class TooMuch extends Error {
  readonly offset: number
  constructor(what: string, most: number, offset: number) {
    super(
      `the plan has more than ${most.toLocaleString('en')} ${what}. Use fewer aliases, or divide the plan into several plans`,
    )
    this.offset = offset
  }
}

/** The file that is being read. All its places share this object. */
export interface Source {
  document: Document
  problems: Problems
  /** The anchors so far. They are added in the order of the file, so that an alias refers to the last anchor before it, as in YAML. */
  anchors: Map<string, Node>
  values: number
  aliases: number
}

/** A value in the file and its path. An alias is replaced by the value of its anchor, if the file has this anchor. */
export interface Place {
  source: Source
  /** The value. It is null when the file has no value here. */
  node: Node | null
  /** The path of the value, such as `epics[0].key`. */
  path: string
  /** The position of the value, in characters from the start of the file. */
  offset: number
}

export function rootOf(source: Source): Place {
  return placeAt(source, source.document.contents, '', 0)
}

/**
 * Returns the place of a mapping's value or of a list's item.
 *
 * @param step the key, or the index in the list
 * @param fallback the offset to report when the file has no value here
 */
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
