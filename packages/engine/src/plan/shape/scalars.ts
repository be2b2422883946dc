import { isScalar } from 'yaml'
import { type JsonSchema, mismatch, type Shape, sourceOf, textAt } from './shape.ts'

/** Text with at least one visible character. */
export const text: Shape<string> = textThat('text', { pattern: '\\S' }, (value) => /\S/.test(value))

export const KEY_PATTERN = /^[a-z0-9][a-z0-9-]*$/
const LONGEST_KEY = 100

/** I4: a key becomes part of branch and folder names as it is. */
export const key: Shape<string> = textThat(
  `a key of small letters, digits and "-", at most ${LONGEST_KEY}, not beginning with "-"`,
  { pattern: KEY_PATTERN.source, maxLength: LONGEST_KEY },
  (value) => KEY_PATTERN.test(value) && value.length <= LONGEST_KEY,
)

/** A path inside the repository; `./` before it and `/` after it are dropped. */
export const path: Shape<string> = mapped(
  textThat(
    'a path inside the repository, without ".." and not ".git"',
    { pattern: '^(?!/)(?!(.*/)?\\.\\.(/|$))(?!(\\./)*\\.git(/|$))\\S' },
    (value) => /\S/.test(value) && !value.startsWith('/') && isInside(cleanPath(value)),
  ),
  cleanPath,
)

function isInside(clean: string): boolean {
  const [first = '', ...rest] = clean.split('/')
  return first !== '' && first !== '.git' && ![first, ...rest].includes('..')
}

function cleanPath(value: string): string {
  return value
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/')
}

/** A name that agents are given as one argument. */
export const modelId: Shape<string> = textThat(
  '"auto" or a model id without spaces',
  { pattern: '^[A-Za-z0-9]\\S*$' },
  (value) => /^[A-Za-z0-9]\S*$/.test(value),
)

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }
/** What a timer of Node can wait for. */
const LONGEST_MS = 2 ** 31 - 1

/** In milliseconds. */
export const duration: Shape<number> = mapped(
  textThat(
    'a duration such as 30s, 5m or 2h, at most 596h',
    { pattern: '^[1-9][0-9]*(s|m|h)$' },
    (value) => /^[1-9][0-9]*[smh]$/.test(value) && durationMs(value) <= LONGEST_MS,
  ),
  durationMs,
)

function durationMs(value: string): number {
  return Number(value.slice(0, -1)) * (UNIT_MS[value.slice(-1)] ?? Number.NaN)
}

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

/** One of these words. */
export function oneOf<const T extends string>(words: readonly [T, ...T[]]): Shape<T> {
  const shape: Shape<T> = {
    expected: `one of ${words.join(', ')}`,
    schema: { enum: words },
    standIn: words[0],
    read(place) {
      const value = textAt(place)
      return words.find((word) => word === value) ?? mismatch(place, shape)
    },
  }
  return shape
}

function textThat(expected: string, schema: JsonSchema, fits: (value: string) => boolean): Shape<string> {
  const shape: Shape<string> = {
    expected,
    schema: { type: 'string', ...schema },
    standIn: '',
    read(place) {
      const value = textAt(place)
      if (value !== null) return isStorable(value) && fits(value) ? value : mismatch(place, shape)
      const isUnquoted = isScalar(place.node) && place.node.value !== null && fits(sourceOf(place.node))
      return mismatch(place, shape, isUnquoted ? '; put it in quotes' : '')
    },
  }
  return shape
}

/** PostgreSQL stores no NUL in text, UTF-8 no half of a surrogate pair. */
const isStorable = (value: string): boolean => value.isWellFormed() && !value.includes('\0')

function mapped<T, U>(shape: Shape<T>, map: (value: T) => U): Shape<U> {
  return { ...shape, standIn: map(shape.standIn), read: (place) => map(shape.read(place)) }
}
