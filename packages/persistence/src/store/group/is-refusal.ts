import pg from 'pg'

/**
 * SQLSTATE classes of an error that the database reported instead of writing: data exception (our check), integrity, serialization.
 * Any other error may have come after the commit.
 */
const REFUSALS = /^(22|23|40)/

/** @returns true when the database refused a statement and nothing of it was written */
export const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && REFUSALS.test(error.code ?? '')
