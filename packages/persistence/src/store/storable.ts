/**
 * Returns the value with all text in a form that PostgreSQL can store. PostgreSQL refuses U+0000, which becomes ␀, and in JSON halves of
 * surrogate pairs, which agents print and which shortened text may end with.
 */
export function storable<T>(value: T): T {
  return clean(value) as T
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '␀').toWellFormed()
  if (Array.isArray(value)) return value.map(clean)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, clean(entry)]))
}

/** Dates, Prisma's nulls and other instances stay as they are. */
function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
