import { stripVTControlCharacters } from 'node:util'

/** Shorter values would redact ordinary words. */
const MIN_SECRET_LENGTH = 8
const REDACTED = '[redacted]'
const ESCAPE = '\x1b'

/**
 * Where a token begins: not after a letter, digit or underscore, except when that character ends a colour, an escape in JSON or an escape
 * in a URL.
 */
const BEGINNING = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\x1b\[[\d;:]{0,20}m|\\[bfnrt]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}))`

/**
 * The token shapes of providers, by their documented prefixes, and our own. Each repetition is bounded and none crosses a line break. So
 * the time is linear in the text, and the number of lines does not change.
 */
const SHAPES = [
  'sk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9_-]{16,400}',
  'gh[pousr]_[A-Za-z0-9]{16,255}',
  'github_pat_[A-Za-z0-9_]{16,255}',
  'glpat-[A-Za-z0-9_-]{16,255}',
  'cop_[A-Za-z0-9_-]{8,255}',
  String.raw`(?:AKIA|ASIA)[A-Z0-9]{16}\b`,
  'AIza[A-Za-z0-9_-]{30,60}',
  'xox[abeprs]-[A-Za-z0-9-]{10,255}',
  'npm_[A-Za-z0-9]{30,60}',
  'hf_[A-Za-z0-9]{30,60}',
].join('|')
/** Our tokens have 43 characters after their prefix. That is enough to recognise one at any place. */
const OURS = 'cop_[A-Za-z0-9_-]{43}'
/** The same in base64, at each of the three offsets: an agent may encode a file that contains a token. */
const OURS_IN_BASE64 = '(?:Y29wX|NvcF9|jb3Bf)[A-Za-z0-9+/_-]{57}'
const TOKEN_SHAPES = new RegExp(`${BEGINNING}(?:${SHAPES})|${OURS}|${OURS_IN_BASE64}`, 'g')
const BEARER = /\b(bearer[ \t]{1,4})[A-Za-z0-9._~+/=-]{8,4000}/gi
const URL_PASSWORD = /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,200}:)[^\s/]{1,400}@/gi

export type Redact = (text: string) => string

/**
 * A2: creates the function that removes secrets from text before it is stored or shown. It removes the known values (as they are, and as
 * they are in URLs, JSON and base64) and everything that has the shape of a token. It never changes the number of lines. It does not
 * recognise a secret that was encoded in another way, encrypted, or spread over several lines. `named`: the secrets that a plan names; a
 * shorter one is removed only where it is a word of its own.
 */
export function createRedactor(secrets: Iterable<string>, named: Iterable<string> = []): Redact {
  const known = knownSecrets(secrets, named)
  return withColours((text) => {
    const withoutKnown = known === null ? text : text.replace(known, REDACTED)
    return withoutKnown
      .replace(TOKEN_SHAPES, REDACTED)
      .replace(BEARER, `$1${REDACTED}`)
      .replace(URL_PASSWORD, `$1${REDACTED}@`)
  })
}

/** A line loses its colours when one is inside a secret, as `grep --color` prints it: the reader would see the whole secret. */
function withColours(redact: Redact): Redact {
  const redactLine: Redact = (line) => {
    const coloured = redact(line)
    const plain = stripVTControlCharacters(coloured)
    const redacted = redact(plain)
    return redacted === plain ? coloured : redacted
  }
  return (text) => (text.includes(ESCAPE) ? text.split('\n').map(redactLine).join('\n') : redact(text))
}

/** The longest secret is first, so that a secret that begins with another one is removed whole. A secret of several lines is removed line by line. */
function knownSecrets(secrets: Iterable<string>, named: Iterable<string>): RegExp | null {
  const forms = new Set([...secrets, ...named].flatMap(linesOf).flatMap(formsOf))
  const longestFirst = [...forms].sort((one, other) => other.length - one.length).map(escaped)
  const patterns = [...longestFirst, ...[...named].flatMap(linesOf).flatMap(shortForm)]
  return patterns.length === 0 ? null : new RegExp(patterns.join('|'), 'g')
}

const linesOf = (secret: string): string[] => secret.split(/\r?\n|\r/)

const MIN_NAMED_LENGTH = 4

function shortForm(line: string): string[] {
  const value = line.trim().toWellFormed()
  if (value.length < MIN_NAMED_LENGTH || value.length >= MIN_SECRET_LENGTH) return []
  return [`(?<![A-Za-z0-9])${escaped(value)}(?![A-Za-z0-9])`]
}

function formsOf(secret: string): string[] {
  const value = secret.trim().toWellFormed()
  if (value.length < MIN_SECRET_LENGTH) return []
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), ...base64Forms(value)]
}

/** Shorter ones would redact ordinary words. */
const MIN_BASE64_LENGTH = 12

/**
 * In base64 a text has one of three forms, depending on the number of bytes before it. Characters that it shares with its neighbours are
 * left out. Each form is made in both alphabets.
 */
function base64Forms(value: string): string[] {
  const forms = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)])
    const whole = Math.floor((bytes.length * 8) / 6)
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole)
  })
  const long = forms.filter((form) => form.length >= MIN_BASE64_LENGTH)
  return long.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')])
}

const escaped = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
