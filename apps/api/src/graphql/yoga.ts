import type { GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { ApiContext } from '../schema/context.ts'
import { LIMITS } from './limits.ts'
import { presentError } from './present-error.ts'
import { useLimits } from './use-limits.ts'
import { useResponseLimit } from './use-response-limit.ts'
import { useStreams } from './use-streams.ts'

export const GRAPHQL_PATH = '/graphql'

/** What HTTP and sockets pass to Yoga with a request: the context of the resolvers for the credential of the request. */
export interface ServerContext {
  api: ApiContext
}

export type Yoga = ReturnType<typeof createGraphql>

/** Creates the GraphQL server for all transports. The caller has already checked access. */
export const createGraphql = (schema: GraphQLSchema, log: Logger) =>
  createYoga<ServerContext, ApiContext>({
    schema,
    context: ({ api }) => api,
    graphqlEndpoint: GRAPHQL_PATH,
    maskedErrors: { errorMessage: '', maskError: (error) => presentError(error, log) },
    maxRequestBodySize: LIMITS.bodyBytes,
    // This cache would keep a thousand documents, and each can contain a plan file of 3 MiB. Memory must be bounded (R4).
    parserAndValidationCache: false,
    plugins: [useLimits(), useStreams(), useResponseLimit()],
    logging: false,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
  })
