import pg from 'pg'

/**
 * The SQLSTATE classes of errors after which nothing was written: data exception (the division by zero in `groupStatement`), integrity and
 * serialization. Any other error may have happened after the commit.
 */
const REFUSALS = /^(22|23|40)/

/** @returns whether the database refused a statement, so that nothing was written */
export const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && REFUSALS.test(error.code ?? '')
