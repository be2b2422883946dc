/**
 * Returns a copy of the value whose texts PostgreSQL can store. PostgreSQL refuses U+0000, which becomes ␀. In JSON it also refuses halves
 * of surrogate pairs, which become U+FFFD. Output of agents and shortened texts can contain both.
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

/** Whether the value is a plain object. Dates, Prisma's nulls and other instances are returned unchanged. */
function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
