import { stripVTControlCharacters } from 'node:util'

/** Shorter values would redact ordinary words. */
const MIN_SECRET_LENGTH = 8
const REDACTED = '[redacted]'
const ESCAPE = '\x1b'

/**
 * Where a token begins: after no letter, digit or underscore, or after what only looks like one, the end of a colour, of an escape
 * in JSON or of one in a URL.
 */
const BEGINNING = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\x1b\[[\d;:]{0,20}m|\\[bfnrt]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}))`

/**
 * Token shapes of providers, by their documented prefixes, and ours. Every repetition is bounded and none crosses a line break: time
 * is linear in the text and the number of lines stays.
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
/** All of ours that is made today has 43 characters after its prefix, which is enough to know it wherever it stands. */
const OURS = 'cop_[A-Za-z0-9_-]{43}'
/** The same in base64, after a multiple of three bytes, one more, and two more: an agent may encode a file that holds a token. */
const OURS_IN_BASE64 = '(?:Y29wX|NvcF9|jb3Bf)[A-Za-z0-9+/_-]{57}'
const TOKEN_SHAPES = new RegExp(`${BEGINNING}(?:${SHAPES})|${OURS}|${OURS_IN_BASE64}`, 'g')
const BEARER = /\b(bearer[ \t]{1,4})[A-Za-z0-9._~+/=-]{8,4000}/gi
const URL_PASSWORD = /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,200}:)[^\s/]{1,400}@/gi

export type Redact = (text: string) => string

/**
 * A2: makes the function that takes secrets out of text before it is stored or shown: the known values, as they are, as they
 * stand in URLs, in JSON and in base64, and whatever has the shape of a token. It never changes the number of lines. It does not
 * see what was encoded in another way, encrypted, or spread over several lines. `named`: secrets by the word of a plan; those that are
 * shorter go where they stand as a word of their own.
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

/** A line loses its colours where one stands inside a secret, as `grep --color` leaves it: who reads it sees the secret whole. */
function withColours(redact: Redact): Redact {
  const redactLine: Redact = (line) => {
    const coloured = redact(line)
    const plain = stripVTControlCharacters(coloured)
    const redacted = redact(plain)
    return redacted === plain ? coloured : redacted
  }
  return (text) => (text.includes(ESCAPE) ? text.split('\n').map(redactLine).join('\n') : redact(text))
}

/** Longest first, so that a secret that begins with another goes whole. A secret of several lines is looked for line by line. */
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
 * In base64 a text stands in one of three ways, by how many bytes of others are before it; what shares a character with them is left
 * out. In both alphabets.
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
