import type { ErrorDetails, ErrorResponse, ErrorType } from '@anthropic-ai/sdk/resources/shared'

/** An error that the API returns with an HTTP status. */
export class ApiError extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly details: ErrorDetails | null

  constructor(
    status: number,
    message: string,
    more: { headers?: Record<string, string>; details?: ErrorDetails } = {},
  ) {
    super(message)
    this.status = status
    this.headers = more.headers ?? {}
    this.details = more.details ?? null
  }
}

/** The SDK has no name for the type of 413. */
type AnyErrorType = ErrorType | 'request_too_large'

const TYPES: Readonly<Record<number, AnyErrorType>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

interface ErrorBody extends Omit<ErrorResponse, 'error'> {
  error: { type: AnyErrorType; message: string; details?: ErrorDetails }
}

/** Returns the body of the error, as the API sends it. */
export const errorBody = ({ status, message, details }: ApiError, requestId: string): ErrorBody =>
  errorOfType(TYPES[status] ?? 'api_error', message, requestId, details)

export const errorOfType = (
  type: AnyErrorType,
  message: string,
  requestId: string,
  details: ErrorDetails | null = null,
): ErrorBody => ({
  type: 'error',
  error: { type, message, ...(details && { details }) },
  request_id: requestId,
})

/** Returns an error of our own as an error of the API, with its stack: the client is a test. */
export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(500, `simulator: ${error instanceof Error ? error.stack : error}`)
