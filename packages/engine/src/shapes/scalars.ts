import { isScalar } from 'yaml'
import { mismatch, type Shape, sourceOf, textAt } from './shape.ts'

/** A text with at least one character that is not white space. */
export const text: Shape<string> = matching('text', /\S/)

/** The key of a task or epic. It becomes part of the names of branches and folders unchanged (I4). */
export const key: Shape<string> = matching(
  'a key of small letters, digits and "-", at most 100, not beginning with "-"',
  /^[a-z0-9][a-z0-9-]{0,99}$/,
)

/** The id of a model, which an agent receives as one argument. */
export const modelId: Shape<string> = matching('"auto" or a model id without spaces', /^[A-Za-z0-9]\S*$/)

export const variableName: Shape<string> = matching(
  'the name of an environment variable',
  /^[A-Za-z_][A-Za-z0-9_]{0,99}$/,
)

/** The address of a server, without a trailing slash. */
export const serverUrl: Shape<string> = matching(
  'an address such as http://127.0.0.1:4200, without a trailing slash',
  /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*[^\s?#/])?$/,
)

const PORT = '(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])'
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?'

/** A host that an agent may reach: `localhost`, a name with a dot or an IPv4 address, after `*.` if all its subdomains are meant, with or without a port. */
export const hostPattern: Shape<string> = matching(
  'a host such as registry.npmjs.org, *.example.com or localhost:8080, without "https://"',
  new RegExp(`^(?:localhost|(?:\\*\\.)?${LABEL}(?:\\.${LABEL})+)(?::${PORT})?$`),
)

/** A path inside the repository. A leading `./` and a trailing `/` are removed. */
export const path: Shape<string> = mapped(
  matching(
    'a path inside the repository, without ".." and not ".git"',
    /^(?!.*(?:^|\/)\.\.(?:\/|$))(?=.*\S)(?:\.\/+)*(?!\.?(?:\/|$)|\.[gG][iI][tT](?:\/|$)).+$/,
  ),
  (value) =>
    value
      .split('/')
      .filter((segment) => segment !== '' && segment !== '.')
      .join('/'),
)

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

/** A duration, in milliseconds. At most 99 hours, because a timer of Node cannot wait longer than 24 days. */
export const duration: Shape<number> = mapped(
  matching('a duration such as 30s, 5m or 2h, at most 99h', /^[1-9](?:\d{0,4}s|\d{0,3}m|\d?h)$/),
  (value) => Number(value.slice(0, -1)) * (UNIT_MS[value.slice(-1)] ?? 0),
)

export function integer(minimum: number, maximum: number): Shape<number> {
  const shape: Shape<number> = {
    expected: `a whole number from ${minimum} to ${maximum}`,
    schema: { type: 'integer', minimum, maximum },
    standIn: minimum,
    read(place) {
      const value = isScalar(place.node) ? place.node.value : null
      const fits = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum
      return fits ? Number(value) : mismatch(place, shape)
    },
  }
  return shape
}

/** Returns the shape of a text that is one of these words. */
export function oneOf<const T extends string>(words: readonly [T, ...T[]]): Shape<T> {
  const shape: Shape<T> = {
    expected: words.length === 1 ? words[0] : `one of ${words.join(', ')}`,
    schema: { enum: words },
    standIn: words[0],
    read(place) {
      const value = textAt(place)
      return words.find((word) => word === value) ?? mismatch(place, shape)
    },
  }
  return shape
}

/**
 * Returns the shape of a text that matches this pattern. It also refuses the NUL character, which PostgreSQL cannot store, and half a
 * surrogate pair, which UTF-8 cannot encode.
 */
function matching(expected: string, pattern: RegExp): Shape<string> {
  const fits = (value: string) => pattern.test(value) && value.isWellFormed() && !value.includes('\0')
  const shape: Shape<string> = {
    expected,
    schema: { type: 'string', pattern: pattern.source },
    standIn: '',
    read(place) {
      const value = textAt(place)
      if (value !== null) return fits(value) ? value : mismatch(place, shape)
      const isUnquoted = isScalar(place.node) && place.node.value !== null && fits(sourceOf(place.node))
      return mismatch(place, shape, isUnquoted ? '; put it in quotes' : '')
    },
  }
  return shape
}

function mapped<T, U>(shape: Shape<T>, map: (value: T) => U): Shape<U> {
  return { ...shape, standIn: map(shape.standIn), read: (place) => map(shape.read(place)) }
}
