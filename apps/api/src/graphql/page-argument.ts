import { parsePrismaCursor } from '@pothos/plugin-prisma'
import { LARGEST_PAGE } from '../schema/builder.ts'
import { isUuid } from '../schema/ids.ts'
import { placeOf } from '../schema/loading/ledger-place.ts'
import { matchPlaceOf } from '../schema/loading/match-place.ts'
import type { PageArgument } from './field-cost.ts'

/** Checks the size or the cursor of a page, before a query uses it. @returns the message about an invalid argument; null for a valid one. */
export function pageProblem({ field, name, value }: PageArgument): string | null {
  if (name === 'first')
    return typeof value === 'number' && value >= 0 && value <= LARGEST_PAGE
      ? null
      : `${field}(first: ${value}): a page has 0 to ${LARGEST_PAGE} entries.`
  const isValid = OWN_CURSORS[field] ?? isCursor
  return typeof value === 'number' || isValid(value) ? null : `${field}(after: …) is not a cursor of this server.`
}

/** Fields whose cursors are not ids of rows. */
const OWN_CURSORS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ledger: (value) => typeof value === 'string' && placeOf(value) !== null,
  searchOutput: (value) => typeof value === 'string' && matchPlaceOf(value) !== null,
}

function isCursor(value: unknown): boolean {
  try {
    const id: unknown = parsePrismaCursor(value)
    return typeof id === 'string' && isUuid(id)
  } catch {
    return false
  }
}
