import type { GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { ApiContext } from '../schema/context.ts'
import { LIMITS } from './limits.ts'
import { presentError } from './present-error.ts'
import { useAnswerLimit } from './use-answer-limit.ts'
import { useLimits } from './use-limits.ts'
import { useStreams } from './use-streams.ts'

export const GRAPHQL_PATH = '/graphql'

/** What a transport passes with a request: the context of the resolvers, made for this credential. */
export interface ServerContext {
  api: ApiContext
}

export type Yoga = ReturnType<typeof createGraphql>

/** GraphQL for all transports. Access is checked before. */
export const createGraphql = (schema: GraphQLSchema, log: Logger) =>
  createYoga<ServerContext, ApiContext>({
    schema,
    context: ({ api }) => api,
    graphqlEndpoint: GRAPHQL_PATH,
    maskedErrors: { errorMessage: '', maskError: (error) => presentError(error, log) },
    maxRequestBodySize: LIMITS.bodyBytes,
    // R4: the cache would keep a thousand documents, and each can be as long as a plan file that a client put into it.
    parserAndValidationCache: false,
    plugins: [useLimits(), useStreams(), useAnswerLimit()],
    logging: false,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
  })
