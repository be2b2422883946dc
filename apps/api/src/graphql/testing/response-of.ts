import {
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isCompositeType,
  isEnumType,
  isListType,
  MaxIntrospectionDepthRule,
  NoUnusedFragmentsRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'

/** Standard validation, but without its limit on introspection, so that the tests can measure deeper documents. */
const RULES = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule && rule !== MaxIntrospectionDepthRule)

interface Page {
  first?: number
}

/** Executes a document with dummy data in which every page is full and every other list has `unpaged` entries. @returns the response. */
export function responseOf(schema: GraphQLSchema, source: string, unpaged = 0): unknown {
  const document = parse(source)
  const [wrong] = validate(schema, document, RULES)
  if (wrong) throw new GraphQLError(`${wrong.message} in ${source}`)

  function sampleOf(declared: GraphQLOutputType, entries: number, page: Page): unknown {
    const type = getNullableType(declared)
    if (isListType(type)) return Array.from({ length: entries }, () => sampleOf(type.ofType, entries, page))
    if (isCompositeType(type)) return page
    if (isEnumType(type)) return type.getValues()[0]?.value
    return 1
  }

  const result = execute({
    schema,
    document,
    fieldResolver(parent: Page | undefined, { first }: Page, _context, { returnType, fieldName }) {
      const entries = fieldName === 'edges' ? parent?.first : first
      return sampleOf(returnType, entries ?? unpaged, { first })
    },
    typeResolver: (_value, _context, _info, type) => schema.getPossibleTypes(type)[0]?.name,
  }) as ExecutionResult
  if (result.errors) throw result.errors[0]
  return result.data
}

/** @returns the number of fields in a response. */
export function fieldsIn(response: unknown): number {
  if (Array.isArray(response)) return response.reduce((sum: number, item) => sum + fieldsIn(item), 0)
  if (typeof response !== 'object' || response === null) return 0
  return Object.values(response).reduce((sum: number, item) => sum + 1 + fieldsIn(item), 0)
}
