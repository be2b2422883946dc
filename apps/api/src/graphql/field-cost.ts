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
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql'
import { introspectionCost } from './introspection-cost.ts'

/** An argument `first` or `after` in an operation, with the name of its field. */
export interface PageArgument {
  field: string
  name: 'first' | 'after'
  value: unknown
}

export interface FieldCost {
  /** The number of fields that the operation resolves if every page is full and every other list has `UNPAGED_LIST` entries. */
  fields: number
  /**
   * The number of fields below `__schema` and `__type`. It is exact up to `mostIntrospectionFields`. Counting stops soon after that limit,
   * so a larger number only shows that the limit is exceeded.
   */
  introspectionFields: number
  /** The number of fields of one entry, for each list without a page argument. */
  perEntry: ReadonlyMap<FieldNode, number>
}

interface Operation {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  variables: Record<string, unknown>
  mostIntrospectionFields: number
  onPageArgument: (argument: PageArgument) => void
}

/**
 * The assumed length of a list without a page argument. When the list has been read, FieldBudget counts the entries above this number. Few
 * tasks have more than five sessions.
 */
export const UNPAGED_LIST = 5

/**
 * Calculates the cost of a valid operation. Each fragment is measured once, even if it is spread often, so the time grows only with the length
 * of the document.
 */
export function fieldCost({
  schema,
  operation,
  fragments,
  variables,
  mostIntrospectionFields,
  onPageArgument,
}: Operation): FieldCost {
  const counted = new Map<string, number>()
  const perEntry = new Map<FieldNode, number>()
  let introspectionFields = 0

  const ofSelections = ({ selections }: SelectionSetNode, typeName: string): number =>
    selections.reduce((fields, node) => fields + ofNode(node, typeName), 0)

  function ofNode(node: SelectionSetNode['selections'][number], typeName: string): number {
    if (node.kind === Kind.FIELD) return ofField(node, typeName)
    if (node.kind === Kind.INLINE_FRAGMENT)
      return ofSelections(node.selectionSet, node.typeCondition?.name.value ?? typeName)
    return ofFragment(node.name.value)
  }

  function ofFragment(name: string): number {
    const known = counted.get(name)
    if (known !== undefined) return known
    const fragment = fragments.get(name)
    const fields = fragment ? ofSelections(fragment.selectionSet, fragment.typeCondition.name.value) : 0
    counted.set(name, fields)
    return fields
  }

  function ofField(node: FieldNode, typeName: string): number {
    const name = node.name.value
    if (name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name) {
      const most = mostIntrospectionFields - introspectionFields
      introspectionFields += introspectionCost({ schema, fragments, variables, most }, node)
      return 0
    }
    const field = fieldOf(schema, typeName, name)
    if (!field) return 1 // `__typename`
    const page = pageArguments(field, node)
    if (!node.selectionSet) return 1
    const inner = ofSelections(node.selectionSet, getNamedType(field.type).name)
    if (page !== null) return 1 + page * inner
    if (!isUnpagedList(schema, field, typeName)) return 1 + inner
    perEntry.set(node, inner)
    return 1 + UNPAGED_LIST * inner
  }

  /**
   * Passes the page arguments of a field to `onPageArgument`.
   * @returns the size of the page; null when the field has no argument `first`.
   */
  function pageArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): number | null {
    const given = argumentValues(field, node, variables)
    for (const name of ['first', 'after'] as const)
      if (given[name] != null) onPageArgument({ field: field.name, name, value: given[name] })
    // At least 1, because a connection without entries still has fields of its own, such as `totalCount`.
    return typeof given.first === 'number' ? Math.max(1, given.first) : null
  }

  const root = schema.getRootType(operation.operation)
  const fields = root ? ofSelections(operation.selectionSet, root.name) : 0
  return { fields, introspectionFields, perEntry }
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string): GraphQLField<unknown, unknown> | null {
  const type = schema.getType(typeName)
  return isObjectType(type) || isInterfaceType(type) ? (type.getFields()[name] ?? null) : null
}

/**
 * Whether a field is a list without a page argument. `edges` is no such list, because the connection that contains it has the page
 * argument.
 */
function isUnpagedList(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, typeName: string): boolean {
  const { pageInfo } = (schema.getType(typeName) as GraphQLObjectType).getFields()
  return isListType(getNullableType(field.type)) && pageInfo === undefined
}

function argumentValues(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Record<string, unknown>) {
  try {
    return getArgumentValues(field, node, variables)
  } catch {
    return {} // The execution reports invalid arguments.
  }
}
