import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** The size of a GraphQL document after each spread is replaced by its fragment. */
export interface DocumentSize {
  /** The number of nested fields. Levels below `__schema` and `__type` are counted separately, because tools nest deeper there. */
  depth: number
  introspectionDepth: number
  aliases: number
  directives: number
  /** The number of fields, spreads and inline fragments. */
  selections: number
}

const NOTHING: DocumentSize = { depth: 0, introspectionDepth: 0, aliases: 0, directives: 0, selections: 0 }
const INTROSPECTION: ReadonlySet<string> = new Set(['__schema', '__type'])

/**
 * Measures a document. The counts are sums over all its operations, and the depths are those of its deepest operation. The selections of
 * every fragment definition are added once more, even if no operation spreads the fragment, because validation visits them. The document
 * need not be valid: a fragment that spreads itself is counted once, and validation refuses it later. Each fragment is measured only once,
 * so the time to measure grows only with the length of the document.
 */
export function documentSize({ definitions }: DocumentNode): DocumentSize {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const measured = new Map<string, DocumentSize>()

  const ofSet = (set: SelectionSetNode | undefined): DocumentSize => sum((set?.selections ?? []).map(ofSelection))

  function ofSelection(node: SelectionNode): DocumentSize {
    const own = { ...NOTHING, directives: directivesOf(node), selections: 1 }
    if (node.kind === Kind.FRAGMENT_SPREAD) return sum([own, ofFragment(node.name.value)])
    if (node.kind === Kind.INLINE_FRAGMENT) return sum([own, ofSet(node.selectionSet)])
    const inner = sum([{ ...own, aliases: node.alias ? 1 : 0 }, ofSet(node.selectionSet)])
    return INTROSPECTION.has(node.name.value)
      ? { ...inner, depth: 1, introspectionDepth: Math.max(inner.depth, inner.introspectionDepth) + 1 }
      : { ...inner, depth: inner.depth + 1 }
  }

  function ofFragment(name: string): DocumentSize {
    const known = measured.get(name)
    if (known) return known
    measured.set(name, NOTHING)
    const fragment = fragments.get(name)
    const own = { ...NOTHING, directives: fragment ? directivesOf(fragment) : 0 }
    const size = sum([own, ofSet(fragment?.selectionSet)])
    measured.set(name, size)
    return size
  }

  return sum(
    definitions.map((definition) => {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        return { ...NOTHING, selections: ofFragment(definition.name.value).selections }
      if (definition.kind !== Kind.OPERATION_DEFINITION) return NOTHING
      const directives = [definition, ...(definition.variableDefinitions ?? [])]
        .map(directivesOf)
        .reduce((one, other) => one + other)
      return sum([{ ...NOTHING, directives }, ofSet(definition.selectionSet)])
    }),
  )
}

const directivesOf = (node: ASTNode): number => ('directives' in node ? (node.directives?.length ?? 0) : 0)

const sum = (sizes: readonly DocumentSize[]): DocumentSize =>
  sizes.reduce(
    (one, other) => ({
      depth: Math.max(one.depth, other.depth),
      introspectionDepth: Math.max(one.introspectionDepth, other.introspectionDepth),
      aliases: one.aliases + other.aliases,
      directives: one.directives + other.directives,
      selections: one.selections + other.selections,
    }),
    NOTHING,
  )
