import { randomUUID } from 'node:crypto'
import { NotFound, Refusal } from '@coppice/engine/domain/refusals'
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import type { Logger } from 'pino'
import { ERROR_CODES, type ErrorCode } from '../schema/errors/api-error.ts'
import { LIMITS } from './limits.ts'

/**
 * Turns an error into the error that the client gets. That error always has one of the codes in `ERROR_CODES`. A defect is logged with an
 * id, and the client gets only the id. `extensions.http` is kept, because Yoga reads the HTTP status from it.
 */
export function presentError(error: unknown, log: Logger): GraphQLError {
  const cause = rootCause(error)
  if (cause instanceof GraphQLError)
    return cause.extensions.code === TOO_LARGE
      ? shown(error, 'LIMIT_EXCEEDED', BODY_TOO_LARGE)
      : shown(error, codeOf(cause), cause.message)
  if (cause instanceof Refusal)
    return shown(error, cause instanceof NotFound ? 'NOT_FOUND' : 'BAD_USER_INPUT', cause.message)
  if (isRemovedRow(cause)) return shown(error, 'NOT_FOUND', REMOVED)
  const id = randomUUID()
  const path = error instanceof GraphQLError ? error.path?.join('.') : undefined
  log.error({ errorId: id, path, err: cause }, 'an operation failed')
  return shown(
    error,
    'INTERNAL_SERVER_ERROR',
    `The server failed to carry out this operation. Its log, logs/coppice.log in the data folder, has the details under ${id}.`,
    {
      id,
    },
  )
}

/** The message when the id of a row was read, but another command, such as `resetSample`, removed the row before its fields were read. */
const REMOVED = 'The object was removed in the meantime. Query it again.'

/** Whether Prisma reports that a required row does not exist. */
const isRemovedRow = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'P2025'

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error
}

/** The code of Yoga for a request whose body is too large. */
const TOO_LARGE = 'REQUEST_ENTITY_TOO_LARGE'
const BODY_TOO_LARGE = `The body of a request has at most ${LIMITS.bodyBytes / 1024 / 1024} MiB. Send a shorter text, for example a plan file with fewer tasks.`

/**
 * @returns the code for a GraphQLError. A GraphQLError without a known code is a mistake in the request, because no defect is a
 *   GraphQLError.
 */
function codeOf({ extensions: { code } }: GraphQLError): ErrorCode {
  return ERROR_CODES.find((one) => one === code) ?? 'BAD_USER_INPUT'
}

function shown(error: unknown, code: ErrorCode, message: string, more: GraphQLErrorExtensions = {}): GraphQLError {
  const { nodes, source, positions, path, extensions = {} } = error instanceof GraphQLError ? error : {}
  const http = extensions.http && { http: extensions.http }
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { code, ...more, ...http } })
}
