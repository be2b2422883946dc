import type { ProviderLimit } from '@coppice/engine/domain/provider'
import { readLimit } from '@coppice/engine/limits'
import type { Ending } from '@coppice/host-parts'
import { firstWords } from './whole-words.ts'

/** What is known when the agent refuses a request. */
export interface Refused {
  /** The name of the agent for people. */
  title: string
  /** What a person has to do to sign in, as an imperative sentence without a full stop. */
  signInAdvice: string
  /** The variable with the address of the model, or null when it is unknown. */
  baseUrlVariable: string | null
  model: string | null
  /** The limit that the agent has reported beside the error, or null. */
  limit: ProviderLimit | null
  /** In ms since 1970. */
  now: number
  /** Removes secrets from a text (A2). It must see the text before it is shortened, because a part of a key is not recognized. */
  redact: (text: string) => string
}

/** An error of the protocol (JSON-RPC). */
export interface ProtocolError {
  code?: number
  message: string
  data?: unknown
}

/** The code of the protocol for an agent that is not signed in. */
const AUTH_REQUIRED = -32_000

const NOT_SIGNED_IN =
  /(?:invalid|incorrect|missing|wrong|no) (?:x-)?api.?key|api.?key (?:is )?(?:not (?:valid|set)|invalid|missing)|authenticat|unauthori[sz]ed|not (?:logged|signed) in|please (?:run )?\/?log ?in|\b401\b|permission_error|\b403\b/i
const NO_MODEL =
  /model.{0,80}(?:not found|does not exist|not exist|may not exist|not supported|unknown|invalid)|unknown model|^model: /i
const NO_CREDIT = /credit balance|billing|insufficient.{0,10}(?:credit|balance|funds)|payment required|\b402\b/i
const OUTAGE =
  /overloaded|\b5(?:00|02|03|04|29)\b|server_error|internal server error|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|fetch failed|unable to connect|connection (?:error|refused|closed)|socket hang up|network error/i
const LIMIT = /rate.?limit|too many requests|\b429\b|quota|usage limit|hit your .{0,20}limit/i
const TOO_LONG = /prompt is too long|context (?:window|length)|too long|maximum context/i
const INVALID = /\bAPI Error: 400\b|\binvalid_request(?:_error)?\b/i

/** The kinds of errors that Claude Code names in its data. */
const KINDS: Readonly<Record<string, RegExp | undefined>> = {
  authentication_failed: NOT_SIGNED_IN,
  oauth_org_not_allowed: NOT_SIGNED_IN,
  account_on_hold: NOT_SIGNED_IN,
  verification_required: NOT_SIGNED_IN,
  cloud_credential_error: NOT_SIGNED_IN,
  billing_error: NO_CREDIT,
  model_not_found: NO_MODEL,
  rate_limit: LIMIT,
  overloaded: OUTAGE,
  server_error: OUTAGE,
}

/** Some agents pass on the HTTP status as the code of an error. 500 is not listed, because Gemini also uses it for errors that it does not know. */
const STATUSES: Readonly<Record<number, RegExp | undefined>> = {
  401: NOT_SIGNED_IN,
  402: NO_CREDIT,
  403: NOT_SIGNED_IN,
  429: LIMIT,
  503: OUTAGE,
  529: OUTAGE,
}

/**
 * Returns what an error of an agent means (S5). The protocol has a code only for an agent that is not signed in. So all other errors are
 * recognized by their kind or HTTP status, if the agent names it, or else by their words. The agent itself has already repeated the requests
 * that may be repeated.
 */
export function endingOf(error: ProtocolError, refused: Refused): Ending {
  const { title, signInAdvice, model, limit, now, redact } = refused
  const said = oneLine(redact(error.message))
  if (error.code === AUTH_REQUIRED || means(error, NOT_SIGNED_IN))
    return configuration(`${title} is not signed in, or its key was refused (${said})`, `To sign in, ${signInAdvice}`)
  if (means(error, NO_MODEL))
    return configuration(`${title} has no model ${model ?? '(its default)'} (${said})`, 'Change "model" in the plan')
  const read = limit ?? readLimit(error.message, now)
  if (read !== null || means(error, LIMIT)) return { is: 'limited', until: read?.until ?? null, reason: said }
  // Providers name billing in the words of a limit too, so limits come first.
  if (means(error, NO_CREDIT))
    return configuration(
      `the account of ${title} cannot pay (${said})`,
      'Add credit to it, or sign in with another one',
    )
  if (means(error, TOO_LONG))
    return failed(
      'work',
      `the conversation is too long for the model (${said}). Split the task, or choose another model`,
    )
  // The same conversation is refused each time, so it must not be resumed.
  if (isInvalid(error)) return failed('work', `the provider refused the conversation (${said})`)
  // The attempt did not cause an outage. So an outage counts as a limit: it holds the provider, each time for longer, and uses up no attempt.
  if (means(error, OUTAGE)) return { is: 'limited', until: null, reason: `${said}${addressAdvice(refused)}` }
  return failed('infrastructure', `${title} could not continue (${said})`)
}

function means({ code, message, data }: ProtocolError, words: RegExp): boolean {
  const kind = kindOf(data)
  const named = (typeof kind === 'string' ? KINDS[kind] : undefined) ?? STATUSES[code ?? 0]
  return named === undefined ? words.test(message) : named === words
}

/** This kind and this status are in no list above, because the words of such an error may say more, such as that a key is not valid. */
const isInvalid = (error: ProtocolError): boolean =>
  kindOf(error.data) === 'invalid_request' || error.code === 400 || means(error, INVALID)

const kindOf = (data: unknown): unknown => (data as { errorKind?: unknown } | null | undefined)?.errorKind

const addressAdvice = ({ baseUrlVariable }: Refused): string =>
  baseUrlVariable === null ? '' : `. Check the network, and ${baseUrlVariable} if it is set`

const failed = (kind: 'work' | 'infrastructure', reason: string): Ending => ({ is: 'failed', class: kind, reason })

const configuration = (what: string, advice: string): Ending => ({
  is: 'failed',
  class: 'configuration',
  reason: `${what}. ${advice}`,
})

const LONGEST = 400
const oneLine = (text: string): string => firstWords(text.replace(/\s+/g, ' ').trim(), LONGEST).toWellFormed()
