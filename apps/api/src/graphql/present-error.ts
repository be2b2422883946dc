import { randomUUID } from 'node:crypto'
import { NotFound, Refusal } from '@coppice/engine/domain/refusals'
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import type { Logger } from 'pino'
import { ERROR_CODES, type ErrorCode } from '../schema/errors/api-error.ts'

/**
 * The error that a client sees. It always has one of the contract's codes. A defect is logged under an id, and the client sees only the id.
 * It keeps `extensions.http`, from which Yoga chooses the status of the response.
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

/** Another command removed the row between the read of its id and the read of its fields, as `resetSample` does. */
const REMOVED = 'The object was removed in the meantime. Query it again.'

/** Prisma’s code for a required row that does not exist. */
const isRemovedRow = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'P2025'

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error
}

/** Error codes of others, mapped to codes of the contract. */
const TRANSLATED: Readonly<Record<string, ErrorCode>> = {
  REQUEST_ENTITY_TOO_LARGE: 'LIMIT_EXCEEDED',
}

/** An error of graphql or Yoga without one of our codes is about the request, because defects of resolvers are not GraphQLErrors. */
function codeOf({ extensions: { code } }: GraphQLError): ErrorCode {
  return ERROR_CODES.find((one) => one === code) ?? TRANSLATED[String(code)] ?? 'BAD_USER_INPUT'
}

function shown(error: unknown, code: ErrorCode, message: string, more: GraphQLErrorExtensions = {}): GraphQLError {
  const { nodes, source, positions, path, extensions = {} } = error instanceof GraphQLError ? error : {}
  const http = extensions.http && { http: extensions.http }
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { code, ...more, ...http } })
}
