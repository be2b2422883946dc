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

/** The limit on the cost also covers deeper documents. */
const RULES = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule && rule !== MaxIntrospectionDepthRule)

interface Page {
  first?: number
}

/** The response of a schema without resolvers in which every page is full and every other list has `unpaged` entries. */
export function answerOf(schema: GraphQLSchema, source: string, unpaged = 0): unknown {
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

/** The number of fields that were resolved for the response. */
export function fieldsIn(answer: unknown): number {
  if (Array.isArray(answer)) return answer.reduce((sum: number, item) => sum + fieldsIn(item), 0)
  if (typeof answer !== 'object' || answer === null) return 0
  return Object.values(answer).reduce((sum: number, item) => sum + 1 + fieldsIn(item), 0)
}
