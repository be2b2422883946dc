/** Shorter values would redact ordinary words. */
const MIN_SECRET_LENGTH = 8
const REDACTED = '[redacted]'

/**
 * Token shapes of providers, by their documented prefixes. Every repetition is bounded and none crosses a line break: time
 * is linear in the text and the number of lines stays.
 */
const TOKEN_SHAPES = new RegExp(
  [
    String.raw`\bsk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9_-]{16,400}`,
    String.raw`\bgh[pousr]_[A-Za-z0-9]{16,255}`,
    String.raw`\bgithub_pat_[A-Za-z0-9_]{16,255}`,
    String.raw`\bglpat-[A-Za-z0-9_-]{16,255}`,
    String.raw`\bcop_[A-Za-z0-9_-]{8,255}`,
    String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`,
    String.raw`\bAIza[A-Za-z0-9_-]{30,60}`,
    String.raw`\bxox[abeprs]-[A-Za-z0-9-]{10,255}`,
    String.raw`\bnpm_[A-Za-z0-9]{30,60}`,
    String.raw`\bhf_[A-Za-z0-9]{30,60}`,
  ].join('|'),
  'g',
)
const BEARER = /\b(bearer[ \t]{1,4})[A-Za-z0-9._~+/=-]{8,4000}/gi
const URL_PASSWORD = /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,200}:)[^\s/]{1,400}@/gi

export type Redact = (text: string) => string

/**
 * A2: makes the function that takes secrets out of text before it is stored or shown: the known values, as they are, as they
 * stand in URLs and in JSON, and whatever has the shape of a token. It never changes the number of lines.
 */
export function createRedactor(secrets: Iterable<string>): Redact {
  const known = knownSecrets(secrets)
  return (text) => {
    const withoutKnown = known === null ? text : text.replace(known, REDACTED)
    return withoutKnown
      .replace(TOKEN_SHAPES, REDACTED)
      .replace(BEARER, `$1${REDACTED}`)
      .replace(URL_PASSWORD, `$1${REDACTED}@`)
  }
}

/** Longest first, so that a secret that begins with another goes whole. A secret of several lines is looked for line by line. */
function knownSecrets(secrets: Iterable<string>): RegExp | null {
  const forms = new Set([...secrets].flatMap((secret) => secret.split(/\r?\n|\r/)).flatMap(formsOf))
  if (forms.size === 0) return null
  const longestFirst = [...forms].sort((one, other) => other.length - one.length)
  return new RegExp(longestFirst.map(escaped).join('|'), 'g')
}

function formsOf(secret: string): string[] {
  const value = secret.trim().toWellFormed()
  if (value.length < MIN_SECRET_LENGTH) return []
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]
}

const escaped = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
