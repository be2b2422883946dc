import { AnthropicError, APIConnectionError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'
import { retryAfterMs } from './retry-after.ts'

/** What a failed request means: whether another request may help, and what a person has to do if not (S5). */
export type Trouble =
  /** The host itself ended the request. */
  | { is: 'stopped' }
  /** No other request of this conversation helps. */
  | { is: 'final'; class: 'configuration' | 'work'; reason: string }
  /** A limit of the provider. `waitMs` is the time that the provider named, or null. */
  | { is: 'limit'; reason: string; waitMs: number | null }
  /** A fault that probably passes, such as a connection that was cut. */
  | { is: 'passing'; reason: string }

/** What is known about the request that failed. */
export interface Asked {
  model: string
  /** Whether the conversation has a reply already, so that the settings of its requests are right. */
  hasReply: boolean
  /** In ms since 1970. */
  now: number
}

const SET_KEY = 'set ANTHROPIC_API_KEY to a valid key in the environment of the server, and start the server again'
const NO_CREDIT = /credit balance|billing/i
const TOO_LONG = /too long|exceeds? .*context|context window/i
const NO_CREDENTIALS = /authentication method|credential|identity token/i

/** @throws the error itself when it is not about a request: then it is a defect of the host */
export function troubleOf(error: unknown, asked: Asked): Trouble {
  if (error instanceof APIUserAbortError) return { is: 'stopped' }
  if (error instanceof APIConnectionError)
    return { is: 'passing', reason: `the provider cannot be reached (${causeOf(error)})` }
  if (error instanceof APIError) return troubleOfResponse(error, asked)
  if (error instanceof StreamStalled) return { is: 'passing', reason: error.message }
  if (!(error instanceof AnthropicError)) throw error
  if (NO_CREDENTIALS.test(error.message))
    return configuration(`the server has no key of the Anthropic API (${oneLine(error.message)})`, SET_KEY)
  return { is: 'passing', reason: `the stream was cut off (${oneLine(error.message)})` }
}

/** The provider kept a stream open and sent nothing. */
export class StreamStalled extends Error {}

const TYPE_OF: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

function troubleOfResponse(error: APIError, { model, hasReply, now }: Asked): Trouble {
  const said = wordsOf(error)
  // An error within a stream has no status.
  switch (error.type ?? TYPE_OF[error.status ?? 0]) {
    case 'authentication_error':
      return configuration(`the provider refused the key (${said})`, SET_KEY)
    case 'permission_error':
      return configuration(`the provider does not allow this with the key (${said})`, SET_KEY)
    case 'billing_error':
      return noCredit(said)
    case 'not_found_error':
      return configuration(`the provider has no model ${model} (${said})`, 'change "model" in the plan')
    case 'rate_limit_error':
    case 'overloaded_error':
      return { is: 'limit', reason: said, waitMs: retryAfterMs(error.headers, now) }
    case 'request_too_large':
      return tooLong(said)
    case 'invalid_request_error':
      return refused(said, hasReply)
    default:
      return (error.status ?? 500) < 500 && !RETRIED.has(error.status ?? 500)
        ? configuration(
            `the provider refused the request (${said})`,
            'check the address in ANTHROPIC_BASE_URL, if it is set, and "model" in the plan',
          )
        : { is: 'passing', reason: `the provider failed (${said})` }
  }
}

/** Statuses below 500 after which the same request may succeed: a timeout and a conflict. */
const RETRIED: ReadonlySet<number> = new Set([408, 409])

function refused(said: string, hasReply: boolean): Trouble {
  if (NO_CREDIT.test(said)) return noCredit(said)
  if (TOO_LONG.test(said)) return tooLong(said)
  // A first request contains only what the plan says. A later one also contains what the model did, so a new conversation may help.
  if (hasReply) return { is: 'final', class: 'work', reason: `the provider refused the conversation (${said})` }
  return configuration(`the provider refused the request (${said})`, 'check "model" and the task in the plan')
}

const tooLong = (said: string): Trouble => ({
  is: 'final',
  class: 'work',
  reason: `the conversation is too long for the model (${said}). Split the task, or choose a model with a larger context`,
})

const noCredit = (said: string): Trouble =>
  configuration(
    `the account of the key cannot pay (${said})`,
    'add credit to the account, or set ANTHROPIC_API_KEY to the key of another one and start the server again',
  )

const configuration = (what: string, advice: string): Trouble => ({
  is: 'final',
  class: 'configuration',
  reason: `${what}: ${advice}`,
})

const LONGEST = 300
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, LONGEST)

const wordsOf = ({ status, type, apiMessage, message }: APIError): string =>
  oneLine([status, type, apiMessage ?? (type ? '' : message)].filter(Boolean).join(' '))

function causeOf(error: APIConnectionError): string {
  const { cause } = error
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return oneLine(inner instanceof Error ? inner.message : error.message)
}
