import { ApiError } from '../http/api-error.ts'
import type { Fault } from './fault.ts'

/** What the API says with a status, unless the fault has a message of its own. */
const MESSAGES = {
  400: 'messages: this request is not valid (simulated)',
  401: 'invalid x-api-key',
  403: 'Your API key does not have permission to use the specified resource.',
  413: 'Request exceeds the maximum size',
  429: "This request would exceed your account's rate limit. Please try again later.",
  500: 'Internal server error',
  503: 'Service unavailable',
  529: 'Overloaded',
} as const

/** What an `error` event is for a reply that is not streamed. */
const STATUSES = { overloaded_error: 529, api_error: 500, rate_limit_error: 429, invalid_request_error: 400 } as const

/** The request that a fault hits. */
interface Hit {
  model: string
  streamed: boolean
  promptTokens: number
  contextWindow: number
}

/** @returns null for a fault that lets a reply begin */
export function faultError(fault: Fault, { model, streamed, promptTokens, contextWindow }: Hit): ApiError | null {
  if (fault.kind === 'context-too-long') return contextTooLong(Math.max(promptTokens, contextWindow + 1), contextWindow)
  if (fault.kind === 'error-event' && !streamed) return new ApiError(STATUSES[fault.type], `${fault.type} (simulated)`)
  if (fault.kind !== 'status') return null
  const { status, retryAfterSeconds, message } = fault
  const retry: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  const usual = status === 404 ? `model: ${model}` : MESSAGES[status]
  return new ApiError(status, message ?? usual, { headers: { ...retry, ...fault.headers } })
}

export const contextTooLong = (promptTokens: number, contextWindow: number): ApiError =>
  new ApiError(400, `prompt is too long: ${promptTokens} tokens > ${contextWindow} maximum`)
