import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** How much an operation asks for. `objects`: how many it could answer with, were every page full. */
export interface Measure {
  depth: number
  aliases: number
  directives: number
  objects: number
}

/** An argument `first` or `after` as it was given, with the name of its field. */
export interface PageArgument {
  field: string
  name: 'first' | 'after'
  value: unknown
}

interface Operation {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  variables: Record<string, unknown>
  onPageArgument: (argument: PageArgument) => void
}

/** Lists without a page argument are bounded by the plan (batches, sessions of a task, dependencies): counted as this many. */
const UNPAGED_LIST = 10
const NOTHING: Measure = { depth: 0, aliases: 0, directives: 0, objects: 0 }

/** Measures a valid operation. Each fragment is measured once, however often it is spread: no document costs more than its length. */
export function measure({ schema, operation, fragments, variables, onPageArgument }: Operation): Measure {
  const measured = new Map<string, Measure>()

  function ofSelections({ selections }: SelectionSetNode, typeName: string): Measure {
    return selections.reduce((sum, node) => {
      const { depth, aliases, directives, objects } = ofNode(node, typeName)
      return {
        depth: Math.max(sum.depth, depth),
        aliases: sum.aliases + aliases,
        directives: sum.directives + directives + (node.directives?.length ?? 0),
        objects: sum.objects + objects,
      }
    }, NOTHING)
  }

  function ofNode(node: SelectionSetNode['selections'][number], typeName: string): Measure {
    if (node.kind === Kind.FIELD) return ofField(node, typeName)
    if (node.kind === Kind.INLINE_FRAGMENT)
      return ofSelections(node.selectionSet, node.typeCondition?.name.value ?? typeName)
    return ofFragment(node.name.value)
  }

  function ofFragment(name: string): Measure {
    const known = measured.get(name)
    if (known) return known
    const fragment = fragments.get(name)
    const result = fragment ? ofSelections(fragment.selectionSet, fragment.typeCondition.name.value) : NOTHING
    measured.set(name, result)
    return result
  }

  function ofField(node: FieldNode, typeName: string): Measure {
    const aliases = node.alias ? 1 : 0
    const field = fieldOf(schema, typeName, node.name.value)
    if (!field || !node.selectionSet) {
      if (field) pageArguments(field, node)
      return { ...NOTHING, depth: 1, aliases }
    }
    const inner = ofSelections(node.selectionSet, getNamedType(field.type).name)
    return {
      depth: inner.depth + 1,
      aliases: inner.aliases + aliases,
      directives: inner.directives,
      objects: (pageArguments(field, node) ?? listSize(schema, field, typeName)) * (1 + inner.objects),
    }
  }

  /** Reports them; answers the size of the page, where there is one. */
  function pageArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): number | null {
    const given = argumentValues(field, node, variables)
    for (const name of ['first', 'after'] as const)
      if (given[name] != null) onPageArgument({ field: field.name, name, value: given[name] })
    return typeof given.first === 'number' ? given.first : null
  }

  const root = schema.getRootType(operation.operation)
  return root ? ofSelections(operation.selectionSet, root.name) : NOTHING
}

/** Null for what is not of our types: `__typename` and the introspection, which is bounded by the schema. */
function fieldOf(schema: GraphQLSchema, typeName: string, name: string): GraphQLField<unknown, unknown> | null {
  const type = schema.getType(typeName)
  return isObjectType(type) || isInterfaceType(type) ? (type.getFields()[name] ?? null) : null
}

function listSize(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, typeName: string): number {
  if (!isListType(getNullableType(field.type))) return 1
  const { pageInfo } = (schema.getType(typeName) as GraphQLObjectType).getFields()
  // The edges of a connection: its page was counted with the connection.
  return pageInfo ? 1 : UNPAGED_LIST
}

function argumentValues(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Record<string, unknown>) {
  try {
    return getArgumentValues(field, node, variables)
  } catch {
    return {} // The execution says what is wrong with them.
  }
}
