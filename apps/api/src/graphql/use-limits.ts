import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  parse,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { ApiContext } from '../schema/context.ts'
import { ApiError } from '../schema/errors/api-error.ts'
import { documentSize } from './document-size.ts'
import { fieldCost } from './field-cost.ts'
import { LIMITS } from './limits.ts'
import { pageProblem } from './page-argument.ts'

/**
 * Refuses operations above the limits, over HTTP, server-sent events and sockets (R4). The size of the document is checked before
 * validation, because validation is slow for large documents. The number of fields depends on the variables, so it is checked later, but
 * before anything is read from the database.
 */
export function useLimits(): Plugin<ApiContext> {
  return {
    onParse: ({ setParseFn }) => setParseFn(parseWithLimit),
    onValidate({ params: { documentAST }, setResult }) {
      const errors = lengthExcesses(documentAST)
      if (errors.length > 0) setResult(errors)
    },
    onExecute({ args, setResultAndStopExecution }) {
      const errors = costExcesses(args)
      if (errors.length > 0) setResultAndStopExecution({ errors })
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const errors = costExcesses(args)
      if (errors.length > 0) setResultAndStopExecution({ errors })
    },
  }
}

function parseWithLimit(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: LIMITS.tokens })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    // The parser of graphql has no error code for too many tokens, so the message is compared.
    if (error.message.includes(` ${LIMITS.tokens} tokens.`))
      throw new ApiError(
        'LIMIT_EXCEEDED',
        `This document has more than ${LIMITS.tokens} tokens. Ask for less, or split the operation.`,
      )
    error.extensions.code = 'GRAPHQL_PARSE_FAILED'
    throw error
  }
}

function lengthExcesses(document: DocumentNode): ApiError[] {
  const { depth, introspectionDepth, aliases, directives, selections } = documentSize(document)
  return [
    ...exceeded('levels of nested fields', depth, LIMITS.depth),
    ...exceeded('levels of nested fields below __schema or __type', introspectionDepth, LIMITS.introspectionDepth),
    ...exceeded('aliases', aliases, LIMITS.aliases),
    ...exceeded('directives', directives, LIMITS.directives),
    ...exceeded('selections (a fragment counts at each spread)', selections, LIMITS.selections),
  ]
}

interface ExecutionArgs {
  schema: GraphQLSchema
  document: DocumentNode
  operationName?: string | null
  variableValues?: Record<string, unknown> | null
  contextValue: ApiContext
}

function costExcesses({ schema, document, operationName, variableValues, contextValue }: ExecutionArgs): ApiError[] {
  const operation = getOperationAST(document, operationName)
  if (!operation) return [] // The execution reports that the operation does not exist.
  const definitions = operation.variableDefinitions ?? []
  const { coerced } = getVariableValues(schema, definitions, variableValues ?? {}, { maxErrors: 1 })
  if (!coerced) return []
  const problems: string[] = []
  const cost = fieldCost({
    schema,
    operation,
    fragments: fragmentsOf(document),
    variables: coerced,
    mostIntrospectionFields: LIMITS.introspectionFields,
    onPageArgument: (argument) => problems.push(...[pageProblem(argument)].filter((problem) => problem !== null)),
  })
  contextValue.budget.begin(cost)
  return [
    ...problems.map((problem) => new ApiError('BAD_USER_INPUT', problem)),
    ...exceeded('fields in its response when every page is full', cost.fields, LIMITS.fields),
    ...exceeded('fields below __schema and __type', cost.introspectionFields, LIMITS.introspectionFields),
  ]
}

const exceeded = (what: string, count: number, most: number): ApiError[] =>
  count > most
    ? [
        new ApiError(
          'LIMIT_EXCEEDED',
          `This operation has more than ${most} ${what}. Ask for less, or split the operation.`,
        ),
      ]
    : []

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  )
