import fc from 'fast-check'
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  introspectionTypes,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql'

const LEVELS = 7
const FRAGMENTS = 6

/**
 * Generates valid queries, including introspection. They have aliases, directives, inline fragments, and fragments that spread each other any
 * number of times. Some fragments are unused.
 */
export const anyDocument = (schema: GraphQLSchema): fc.Arbitrary<string> =>
  fc.gen().map((gen) => {
    const pick = <T>(items: readonly T[]): T => items[gen(fc.nat, { max: items.length - 1 })] as T
    const isSo = (): boolean => gen(fc.boolean)
    let aliases = 0

    const commands: unknown[] = [schema.getMutationType(), schema.getSubscriptionType()]
    const types = [...Object.values(schema.getTypeMap()), ...introspectionTypes].filter(
      (type): type is GraphQLCompositeType => (isObjectType(type) || isInterfaceType(type)) && !commands.includes(type),
    )
    /** The types of the fragments. A fragment spreads only fragments with a higher number, so there are no cycles. */
    const fragments = Array.from({ length: FRAGMENTS }, () => pick(types))

    function selections(type: GraphQLCompositeType, levels: number, from: number): string {
      const count = 1 + gen(fc.nat, { max: 3 })
      return Array.from({ length: count }, () => selection(type, levels, from)).join(' ')
    }

    function selection(type: GraphQLCompositeType, levels: number, from: number): string {
      const kind = gen(fc.nat, { max: 9 })
      if (kind === 0) return '__typename'
      if (kind === 1 && levels > 0) return `... @include(if: true) { ${selections(type, levels - 1, from)} }`
      const spread = fragments.findIndex((of, index) => index >= from && of.name === type.name)
      if (kind < 4 && spread >= 0) return `...F${spread}`
      return field(type, levels, from)
    }

    function field(type: GraphQLCompositeType, levels: number, from: number): string {
      const own = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
      const meta = type === schema.getQueryType() ? [SchemaMetaFieldDef, TypeMetaFieldDef] : []
      const fields = [...meta, ...own].filter((one) => levels > 0 || !isCompositeType(getNamedType(one.type)))
      if (fields.length === 0) return '__typename'
      const chosen = pick(fields)
      const of = getNamedType(chosen.type)
      const inner = isCompositeType(of) ? ` { ${selections(of, levels - 1, from)} }` : ''
      return `${isSo() ? `a${aliases++}: ` : ''}${chosen.name}${argumentsOf(chosen)}${inner}`
    }

    const query = schema.getQueryType()
    if (!query) throw new Error('a schema without queries')
    const operation = `{ ${selections(query, LEVELS, 0)} }`
    const definitions = fragments.map(
      (type, index) => `fragment F${index} on ${type.name} { ${selections(type, 3, index + 1)} }`,
    )
    return [operation, ...definitions].join('\n')
  })

/**
 * @returns the arguments for a field. They are always the same, because GraphQL refuses a document that uses a field with different
 *   arguments.
 */
function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
  const given = args.filter((one) => isRequiredArgument(one) || one.name === 'first')
  return given.length === 0 ? '' : `(${given.map((one) => `${one.name}: ${literalOf(one)}`).join(', ')})`
}

function literalOf({ type }: GraphQLArgument): string {
  const of = getNamedType(type)
  if (isEnumType(of)) return of.getValues()[0]?.name ?? ''
  return of.name === 'Int' ? '2' : '"Run"'
}
