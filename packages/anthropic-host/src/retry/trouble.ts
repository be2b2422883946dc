import { AnthropicError, APIConnectionError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'
import { WorkloadIdentityError } from '@anthropic-ai/sdk/lib/credentials/types'
import { retryAfterMs } from './retry-after.ts'
import { spendLimitEnd } from './spend-limit.ts'

/** What a failed request means: whether another request may help, and what a person has to do if not (S5). */
export type Trouble =
  /** The host itself ended the request. */
  | { is: 'stopped' }
  /** No other request of this conversation helps. */
  | { is: 'final'; class: 'configuration' | 'work'; reason: string }
  /** A limit of the provider. `waitMs` is the time that the provider named, or null. */
  | { is: 'limit'; reason: string; waitMs: number | null }
  /**
   * A fault that probably passes. With `of: 'provider'` nobody can use the provider, such as without a network. With `of: 'stream'` only this
   * reply was cut off.
   */
  | { is: 'passing'; of: 'provider' | 'stream'; reason: string }

/** What is known about the request that failed. */
export interface Asked {
  model: string
  /** Whether the conversation has a reply already, so that the settings of its requests are right. */
  hasReply: boolean
  /** Whether the SDK can get another token, and has not tried it for this request. The SDK forgets a token after a 401. */
  mayRenewToken: boolean
  /** In ms since 1970. */
  now: number
  /** Removes the key from a text (A2). It must see the text before it is shortened, because a part of a key is not recognized. */
  redact: (text: string) => string
}

const SET_KEY = 'set ANTHROPIC_API_KEY to a valid key in the environment of the server, and start the server again'
const NO_CREDIT = /credit balance|billing/i
const TOO_LONG = /too long|exceeds? .*context|context window/i
const NO_CREDENTIALS = /authentication method|credential|identity token/i
const BAD_HEADER = /invalid header (?:value|name)/i
const UNREACHABLE_TOKENS = /reach token endpoint/i
const CHECK_VARIABLES =
  'check ANTHROPIC_BASE_URL, ANTHROPIC_PROFILE and the key in the environment of the server, and start the server again'

/** @throws the error itself when it is not about a request: then it is a defect of the host */
export function troubleOf(error: unknown, asked: Asked): Trouble {
  if (error instanceof APIUserAbortError) return { is: 'stopped' }
  if (error instanceof APIConnectionError)
    return passing(
      'provider',
      `the provider cannot be reached (${oneLine(asked.redact(causeOf(error)))}): check the network, and ANTHROPIC_BASE_URL if it is set`,
    )
  if (error instanceof APIError) return troubleOfResponse(error, asked)
  if (error instanceof StreamStalled) return passing(error.isConnected ? 'stream' : 'provider', error.message)
  if (error instanceof NotAsked) return troubleBeforeRequest(error.cause, asked)
  if (!(error instanceof AnthropicError)) throw error
  return passing('stream', `the stream was cut off (${oneLine(asked.redact(error.message))})`)
}

/** The provider sent nothing for half of the stall limit of the attempt, in ms. `isConnected` says whether it had begun to respond. */
export class StreamStalled extends Error {
  readonly isConnected: boolean

  constructor(ms: number, isConnected: boolean) {
    const what = isConnected ? 'the stream stalled' : 'the provider did not respond'
    super(
      `${what} for ${ms / 1000} s, which is half of the stall limit. If the server is slow, such as one of your own, raise "stall" in the plan`,
    )
    this.isConnected = isConnected
  }
}

/** The SDK could not make the request, for example because the address is wrong. The provider has not seen it. */
export class NotAsked extends Error {
  override readonly cause: Error

  constructor(cause: Error) {
    super(cause.message)
    this.cause = cause
  }
}

function troubleBeforeRequest(error: Error, { redact }: Asked): Trouble {
  const said = oneLine(redact(error.message))
  const status = error instanceof WorkloadIdentityError ? error.statusCode : null
  if (UNREACHABLE_TOKENS.test(said) || status === 429 || (status ?? 0) >= 500)
    return passing('provider', `the provider gave no token (${said})`)
  // The words of this error quote the key, and its line break may be written in another way.
  if (BAD_HEADER.test(said))
    return configuration('the key has a character that no key has, such as a line break', SET_KEY)
  if (NO_CREDENTIALS.test(said)) return configuration(`the server has no key of the Anthropic API (${said})`, SET_KEY)
  return configuration(`the request could not be made (${said})`, CHECK_VARIABLES)
}

const passing = (of: 'provider' | 'stream', reason: string): Trouble => ({ is: 'passing', of, reason })

/** The types of errors whose response names none. A 404 without a type is not from the API, so it is no unknown model. */
const TYPE_OF: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

function troubleOfResponse(error: APIError, { model, hasReply, mayRenewToken, now, redact }: Asked): Trouble {
  const said = oneLine(redact(wordsOf(error)))
  // An error within a stream has no status.
  switch (error.type ?? TYPE_OF[error.status ?? 0]) {
    case 'authentication_error':
      if (mayRenewToken) return passing('provider', `the provider refused the token, which may have expired (${said})`)
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
      return refused(said, hasReply, now)
    default:
      return (error.status ?? 500) < 500 && !RETRIED.has(error.status ?? 500)
        ? configuration(
            `the provider refused the request (${said})`,
            'check the address in ANTHROPIC_BASE_URL, if it is set, and "model" in the plan',
          )
        : passing('provider', `the provider failed (${said})`)
  }
}

/** Statuses below 500 after which the same request may succeed: a timeout and a conflict. */
const RETRIED: ReadonlySet<number> = new Set([408, 409])

function refused(said: string, hasReply: boolean, now: number): Trouble {
  const spendLimit = spendLimitEnd(said)
  if (spendLimit !== null)
    return { is: 'limit', reason: said, waitMs: spendLimit.until === null ? null : Math.max(0, spendLimit.until - now) }
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

/** Returns the words of an error. The message of the SDK begins with the status. */
const wordsOf = ({ status, type, apiMessage, message }: APIError): string =>
  type || apiMessage ? [status, type, apiMessage].filter(Boolean).join(' ') : message

function causeOf(error: APIConnectionError): string {
  const { cause } = error
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return inner instanceof Error ? inner.message : error.message
}
