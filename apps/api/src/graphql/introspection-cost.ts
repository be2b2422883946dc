import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql'

interface Introspection {
  schema: GraphQLSchema
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  variables: Record<string, unknown>
  /** Counting stops soon after this many fields, because to count the fields takes as long as to resolve them. */
  most: number
}

/**
 * Counts the fields that an execution would resolve below a field `__schema` or `__type`. It visits the schema as the execution would, but
 * builds no result.
 * @returns the number of fields; for a larger introspection, some number above `most`
 */
export function introspectionCost({ schema, fragments, variables, most }: Introspection, root: FieldNode): number {
  const info = { schema } as GraphQLResolveInfo
  let fields = 0

  function visitField(node: FieldNode, definition: GraphQLField<unknown, unknown> | undefined, source: unknown): void {
    fields += 1
    if (!definition?.resolve || !node.selectionSet || fields > most) return
    const value = definition.resolve(source, getArgumentValues(definition, node, variables), undefined, info)
    const type = getNamedType(definition.type)
    if (!isObjectType(type)) return
    for (const item of Array.isArray(value) ? value : [value])
      if (item != null) visitSelections(node.selectionSet, type, item)
  }

  function visitSelections({ selections }: SelectionSetNode, type: GraphQLObjectType, source: unknown): void {
    for (const node of selections) {
      if (fields > most) return
      if (node.kind === Kind.FIELD) visitField(node, type.getFields()[node.name.value], source)
      else {
        const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)
        if (inner) visitSelections(inner.selectionSet, type, source)
      }
    }
  }

  visitField(root, root.name.value === SchemaMetaFieldDef.name ? SchemaMetaFieldDef : TypeMetaFieldDef, undefined)
  return fields
}
