import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { ApiError } from './api-error.ts'
import type { MessagesRequest } from './messages-request.ts'

const MAX_BYTES = 32 * 1024 * 1024

/** @throws ApiError when the body is too large or not a JSON object */
export async function bodyOf(request: IncomingMessage): Promise<MessagesRequest> {
  const bytes = await buffer(request)
  if (bytes.length > MAX_BYTES) throw new ApiError(413, 'Request exceeds the maximum size')
  const body = parsed(bytes.toString())
  if (typeof body !== 'object' || body === null) throw new ApiError(400, 'The request body is not valid JSON')
  return body as MessagesRequest
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
