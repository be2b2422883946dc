import { randomUUID } from 'node:crypto'
import { NotFound, Refusal } from '@coppice/engine/domain/refusals'
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import type { Logger } from 'pino'
import { ERROR_CODES, type ErrorCode } from '../schema/errors/api-error.ts'

/**
 * What a client sees of an error: one of the contract's codes, always. A defect is logged under an id and answered with the id
 * alone. Keeps `extensions.http`, by which Yoga chooses the response's status.
 */
export function presentError(error: unknown, log: Logger): GraphQLError {
  const cause = rootCause(error)
  if (cause instanceof GraphQLError) return shown(error, codeOf(cause), cause.message)
  if (cause instanceof Refusal)
    return shown(error, cause instanceof NotFound ? 'NOT_FOUND' : 'BAD_USER_INPUT', cause.message)
  if (isRemovedRow(cause)) return shown(error, 'NOT_FOUND', REMOVED)
  const id = randomUUID()
  const path = error instanceof GraphQLError ? error.path?.join('.') : undefined
  log.error({ errorId: id, path, err: cause }, 'a request failed')
  return shown(error, 'INTERNAL_SERVER_ERROR', `Something went wrong. The server’s log has the details under ${id}.`, {
    id,
  })
}

/** Another command removed it between the read of its id and the read of its fields: `resetSample` does. */
const REMOVED = 'The object was removed in the meantime. Query it again.'

/** Prisma’s code where a row that must be there is not. */
const isRemovedRow = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'P2025'

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error
}

/** Names that others give to what the contract has a code for. */
const TRANSLATED: Readonly<Record<string, ErrorCode>> = {
  REQUEST_ENTITY_TOO_LARGE: 'LIMIT_EXCEEDED',
}

/** An error of graphql or Yoga without a code of ours is about the request: defects of resolvers are no GraphQLErrors. */
function codeOf({ extensions: { code } }: GraphQLError): ErrorCode {
  return ERROR_CODES.find((one) => one === code) ?? TRANSLATED[String(code)] ?? 'BAD_USER_INPUT'
}

function shown(error: unknown, code: ErrorCode, message: string, more: GraphQLErrorExtensions = {}): GraphQLError {
  const { nodes, source, positions, path, extensions = {} } = error instanceof GraphQLError ? error : {}
  const http = extensions.http && { http: extensions.http }
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { code, ...more, ...http } })
}
