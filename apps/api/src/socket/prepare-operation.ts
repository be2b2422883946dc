import { type ExecutionArgs, GraphQLError } from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import type { Logger } from 'pino'
import type { Access } from '../access/access.ts'
import type { Credential } from '../access/credential.ts'
import { LIMITS } from '../graphql/limits.ts'
import { presentError } from '../graphql/present-error.ts'
import type { Yoga } from '../graphql/yoga.ts'
import type { ApiContext } from '../schema/context.ts'
import { ApiError } from '../schema/errors/api-error.ts'
import type { SocketExtra } from './socket-extra.ts'

interface PrepareDeps {
  yoga: Yoga
  log: Logger
  access: Access
  contextOf(credential: Credential, signal: AbortSignal): ApiContext
}

/**
 * The operation in the form that graphql-ws needs. `rootValue` contains the functions of Yoga, so that its plugins also run for sockets.
 */
export interface PreparedOperation extends ExecutionArgs {
  rootValue: Pick<ReturnType<Yoga['getEnveloped']>, 'execute' | 'subscribe'>
}

/**
 * Checks an operation of a socket.
 * @returns the operation to execute, or the errors for the client. After errors, the other operations of the socket continue.
 */
export async function prepareOperation(
  { yoga, log, access, contextOf }: PrepareDeps,
  { credential, disconnected }: SocketExtra,
  openOperations: number,
  { query, operationName, variables }: SubscribePayload,
): Promise<PreparedOperation | readonly GraphQLError[]> {
  if (credential === undefined) throw new Error('an operation arrived before the connection was acknowledged')
  if (openOperations > LIMITS.operationsPerSocket)
    return [
      new ApiError(
        'LIMIT_EXCEEDED',
        `A socket has at most ${LIMITS.operationsPerSocket} operations at once. End one, or use another socket.`,
      ),
    ]
  if (!(await access.live.isLiving(credential)))
    return [
      new ApiError(
        'UNAUTHENTICATED',
        'The token of this socket was revoked, or has expired. Connect again with a valid token.',
      ),
    ]
  const { schema, parse, validate, contextFactory, execute, subscribe } = yoga.getEnveloped({
    api: contextOf(credential, disconnected.signal),
  })
  try {
    const document = parse(query)
    const errors: readonly GraphQLError[] = validate(schema, document)
    if (errors.length > 0) return errors.map((error) => withoutHttp(presentError(error, log)))
    const rootValue = { execute, subscribe }
    const contextValue = await contextFactory()
    return { schema, document, operationName, variableValues: variables, contextValue, rootValue }
  } catch (error) {
    return [withoutHttp(presentError(error, log))]
  }
}

/** Removes the HTTP status from an error, because a socket has no HTTP response. */
function withoutHttp({
  message,
  nodes,
  source,
  positions,
  path,
  extensions: { http: _, ...extensions },
}: GraphQLError) {
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}
