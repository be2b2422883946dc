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
import { ApiError } from '../schema/errors/api-error.ts'
import { LIMITS } from './limits.ts'
import { measure } from './measure.ts'
import { pageProblem } from './page-argument.ts'

/** Refuses what asks for too much, before anything is read for it; over HTTP and sockets alike. */
export function useLimits(): Plugin {
  return {
    onParse: ({ setParseFn }) => setParseFn(parseWithLimit),
    onExecute({ args, setResultAndStopExecution }) {
      const errors = excesses(args)
      if (errors.length > 0) setResultAndStopExecution({ errors })
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const errors = excesses(args)
      if (errors.length > 0) setResultAndStopExecution({ errors })
    },
  }
}

function parseWithLimit(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: LIMITS.tokens })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    // graphql says it in words alone.
    if (error.message.includes(` ${LIMITS.tokens} tokens.`))
      throw new ApiError('LIMIT_EXCEEDED', `A document has at most ${LIMITS.tokens} tokens.`)
    error.extensions.code = 'GRAPHQL_PARSE_FAILED'
    throw error
  }
}

interface ExecutionArgs {
  schema: GraphQLSchema
  document: DocumentNode
  operationName?: string | null
  variableValues?: Record<string, unknown> | null
}

function excesses({ schema, document, operationName, variableValues }: ExecutionArgs): ApiError[] {
  const operation = getOperationAST(document, operationName)
  if (!operation) return [] // The execution says so.
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {})
  if (!coerced) return []
  const problems: string[] = []
  const { depth, aliases, directives, objects } = measure({
    schema,
    operation,
    fragments: fragmentsOf(document),
    variables: coerced,
    onPageArgument: (argument) => problems.push(...[pageProblem(argument)].filter((problem) => problem !== null)),
  })
  return [
    ...problems.map((problem) => new ApiError('BAD_USER_INPUT', problem)),
    ...exceeded('levels of fields', depth, LIMITS.depth),
    ...exceeded('aliases', aliases, LIMITS.aliases),
    ...exceeded('directives', directives, LIMITS.directives),
    ...exceeded('objects to answer with', objects, LIMITS.objects),
  ]
}

const exceeded = (what: string, count: number, most: number): ApiError[] =>
  count > most ? [new ApiError('LIMIT_EXCEEDED', `This operation has ${count} ${what}; the most are ${most}.`)] : []

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  )
