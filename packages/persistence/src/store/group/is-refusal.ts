import { Prisma } from '@coppice/prisma'

/**
 * SQLSTATE classes of an error that the database reported instead of writing: data exception (our check), integrity, serialization.
 * Any other error may have come after the commit.
 */
const REFUSALS = /^(22|23|40)/

/** @returns true when the database refused a statement and nothing of it was written */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  const cause = (error.meta?.driverAdapterError as { cause?: { originalCode?: unknown } } | undefined)?.cause
  return REFUSALS.test(String(cause?.originalCode ?? ''))
}
