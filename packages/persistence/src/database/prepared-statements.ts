import { createHash } from 'node:crypto'
import pg from 'pg'

/**
 * Executes one statement outside of any transaction, and keeps it prepared on its connection. For statements that have few texts.
 *
 * @returns its rows
 */
export type RunPrepared = <Row extends pg.QueryResultRow>(sql: string, parameters: readonly string[]) => Promise<Row[]>

/** Errors of a statement that is not prepared on this connection, or is already. Nothing has been executed then. */
const MIXED_SESSIONS: ReadonlySet<string | undefined> = new Set(['26000', '42P05'])

/**
 * Statements of a pool, without Prisma: Prisma's own work costs as much again as the statement.
 *
 * A pooler in transaction mode may execute a statement in a session that does not know it. From then on nothing is kept prepared. A name
 * is made from its text, so it never means another text of another server that shares the session.
 */
export function preparedOn(pool: pg.Pool): RunPrepared {
  const names = new Map<string, string>()
  let keeps = true

  function nameOf(sql: string): string {
    const name = names.get(sql) ?? `group_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`
    names.set(sql, name)
    return name
  }

  return async <Row extends pg.QueryResultRow>(text: string, parameters: readonly string[]) => {
    const query = { text, values: [...parameters] }
    try {
      return (await pool.query<Row>(keeps ? { ...query, name: nameOf(text) } : query)).rows
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && MIXED_SESSIONS.has(error.code))) throw error
      keeps = false
      return (await pool.query<Row>(query)).rows
    }
  }
}
