import { stripVTControlCharacters } from 'node:util'

/** A secret with fewer characters is redacted only as a whole word and only if it is one of `named`, because it may be a part of ordinary words. */
const MIN_SECRET_LENGTH = 8
const REDACTED = '[redacted]'
const ESCAPE = '\x1b'

/**
 * Matches the place before a token. A token does not begin after a letter, a digit or an underscore, except when that character ends a
 * colour, an escape of JSON or an escape of a URL.
 */
const BEGINNING = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\x1b\[[\d;:]{0,20}m|\\[bfnrt]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}))`

/**
 * Patterns of the tokens of providers, by their documented prefixes, and of Coppice's own tokens. Each repetition has a limit, so that the
 * time is linear in the length of the text. No pattern matches a line break, so the number of lines does not change.
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
/** A token of Coppice has 43 characters after its prefix. That is enough to recognize it even in the middle of a word. */
const OURS = 'cop_[A-Za-z0-9_-]{43}'
/** A token of Coppice in base64, at each of the three possible offsets. An agent may encode a file that contains a token. */
const OURS_IN_BASE64 = '(?:Y29wX|NvcF9|jb3Bf)[A-Za-z0-9+/_-]{57}'
const TOKEN_SHAPES = new RegExp(`${BEGINNING}(?:${SHAPES})|${OURS}|${OURS_IN_BASE64}`, 'g')
const BEARER = /\b(bearer[ \t]{1,4})[A-Za-z0-9._~+/=-]{8,4000}/gi
const URL_PASSWORD = /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,200}:)[^\s/]{1,400}@/gi

export type Redact = (text: string) => string

/**
 * Makes the function that redacts secrets in text before the text is stored or shown (A2). It redacts known secrets, also as they are
 * written in URLs, JSON and base64, and everything that looks like a token. It does not change the number of lines. It does not recognize
 * a secret that is encoded in another way, encrypted, or spread over several lines.
 *
 * @param secrets known secrets; those with less than eight characters are ignored
 * @param named secrets that a plan names; those with four to seven characters are redacted only as whole words
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

/**
 * Makes the function that redacts a text whose end has not arrived. It leaves out the end of the text that may be the beginning of a secret: the
 * last word, and words with which a known secret begins. So what it returns is the beginning of the whole text, redacted. Colours are removed,
 * because they may divide a secret.
 *
 * @param secrets as for `createRedactor`
 * @param named as for `createRedactor`
 */
export function createOpenRedactor(secrets: Iterable<string>, named: Iterable<string> = []): Redact {
  const values = { secrets: [...secrets], named: [...named] }
  const redact = createRedactor(values.secrets, values.named)
  const forms = [...values.secrets, ...values.named].flatMap(linesOf).flatMap((line) => [line.trim(), ...formsOf(line)])
  const withBlanks = forms.filter((form) => BLANK.test(form))
  return (text) => {
    const plain = stripVTControlCharacters(text)
    return redact(plain.slice(0, certainEnd(plain, withBlanks)))
  }
}

const BLANK = /\s/

/** Returns where the part of a text ends that no more text can make a part of a secret. It ends after a blank. */
function certainEnd(text: string, withBlanks: readonly string[]): number {
  let end = afterBlank(text, text.length)
  for (;;) {
    const begun = Math.max(0, ...withBlanks.map((form) => lengthOfBeginning(text, end, form)))
    if (begun === 0) return end
    end = afterBlank(text, end - begun)
  }
}

/** Returns the last place that is not after `end` and has a blank before it, or 0. */
function afterBlank(text: string, end: number): number {
  let at = end
  while (at > 0 && !BLANK.test(text.charAt(at - 1))) at -= 1
  return at
}

/** Returns how many of the last characters before `end` are the beginning of a form of a secret, but not the whole form. */
function lengthOfBeginning(text: string, end: number, form: string): number {
  for (let length = Math.min(form.length - 1, end); length > 0; length -= 1)
    if (text.startsWith(form.slice(0, length), end - length)) return length
  return 0
}

/**
 * Makes the function that redacts only these secrets. What only looks like a token stays, so that a model can edit a file that contains it.
 *
 * @param secrets those with less than eight characters are ignored
 */
export function createSecretRemover(secrets: Iterable<string>): Redact {
  const known = knownSecrets(secrets, [])
  return (text) => (known === null ? text : text.replace(known, REDACTED))
}

/** Also redacts secrets that contain a colour, as `grep --color` prints them. Such a line loses its colours; other lines keep theirs. */
function withColours(redact: Redact): Redact {
  const redactLine: Redact = (line) => {
    const coloured = redact(line)
    const plain = stripVTControlCharacters(coloured)
    const redacted = redact(plain)
    return redacted === plain ? coloured : redacted
  }
  return (text) => (text.includes(ESCAPE) ? text.split('\n').map(redactLine).join('\n') : redact(text))
}

/**
 * Makes the pattern of all known secrets. The longest secret is first, so that a secret that begins with another one is redacted as a
 * whole. If a secret has several lines, each line is redacted by itself.
 */
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

/** The length of the shortest base64 form of a secret that is redacted. A shorter form may also be a part of ordinary words. */
const MIN_BASE64_LENGTH = 12

/**
 * Returns the forms that a text can have within a longer text in base64. There are three, because they depend on the number of bytes
 * before the text. Characters that also encode bytes of neighbouring texts are left out. Each form is returned in both alphabets.
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
